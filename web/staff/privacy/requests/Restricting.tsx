// Restricting: the data is kept and used for nothing, until it is lifted.
import { useQuery } from '@tanstack/react-query';
import { Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PersonRequestView, RestrictionView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { usePower } from '../../session/session';

export function Restricting({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const path = `/person-requests/${request.id}/restriction`;
  const { data } = useQuery(read<RestrictionView>(path));
  const isOn = Boolean(data?.since);
  const turn = useWrite({
    deed: () => (isOn ? api.remove(path) : api.put(path)),
    touches: () => [['person-requests'], ['customers'], ['tasks'], ['vehicles'], ['messages']],
    done: () => t('common.saved'),
  });
  if (!data) return null;
  const why = reason('forget_persons') ?? (isOn || request.can.includes('restrict') ? null : t('requests.checkFirst'));
  return (
    <section className="request-card">
      <h2>{t('requests.restriction.title')}</h2>
      {isOn ? (
        <p>
          <Tag tone="red" hasDot>
            {t('requests.restriction.on')}
          </Tag>{' '}
          <span className="second">{dateTime(data.since)}</span>
        </p>
      ) : (
        <p className="second">{t('requests.restriction.hint')}</p>
      )}
      <Popconfirm
        title={t(isOn ? 'requests.restriction.liftConfirm' : 'requests.restriction.confirm')}
        disabled={Boolean(why)}
        onConfirm={() => turn.mutate()}
      >
        <Deed danger={!isOn} reason={why} loading={turn.isPending}>
          {t(isOn ? 'requests.restriction.lift' : 'requests.restriction.begin')}
        </Deed>
      </Popconfirm>
    </section>
  );
}
