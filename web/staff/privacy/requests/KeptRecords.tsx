// What the law keeps of somebody forgotten, opened for a reason that is written down.
import { Input, Modal } from 'antd';
import { LockOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptRecordView, PersonRequestView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { kilometres, money, plate } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { usePower } from '../../session/session';

export function KeptRecords({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Deed icon={<LockOpen size={14} />} reason={reason('open_kept_records')} onClick={() => setOpen(true)}>
        {t('requests.deletion.opening.open')}
      </Deed>
      {isOpen && <Opening request={request} onClose={() => setOpen(false)} />}
    </>
  );
}

function Opening({ request, onClose }: { request: PersonRequestView; onClose: () => void }) {
  const { t } = useTranslation();
  const [why, setWhy] = useState('');
  const open = useWrite<void, KeptRecordView[]>({
    deed: () => api.post<KeptRecordView[]>(`/person-requests/${request.id}/kept-records`, { reason: why.trim() }),
  });
  return (
    <Modal
      open
      width={560}
      title={t('requests.deletion.opening.ask')}
      okText={t('requests.deletion.opening.open')}
      okButtonProps={{ disabled: why.trim() === '', ...(open.data ? { style: { display: 'none' } } : {}) }}
      cancelText={open.data ? t('common.close') : t('common.cancel')}
      confirmLoading={open.isPending}
      onOk={() => open.mutate()}
      onCancel={onClose}
      destroyOnHidden
    >
      {open.data ? (
        <Records records={open.data} />
      ) : (
        <>
          <p className="second">{t('requests.deletion.opening.hint')}</p>
          <Input
            aria-label={t('requests.deletion.opening.reason')}
            placeholder={t('requests.deletion.opening.reason')}
            maxLength={200}
            value={why}
            onChange={(event) => setWhy(event.target.value)}
          />
        </>
      )}
    </Modal>
  );
}

function Records({ records }: { records: KeptRecordView[] }) {
  const { t } = useTranslation();
  if (records.length === 0) return <p className="second">{t('requests.deletion.opening.none')}</p>;
  return (
    <ul className="kept-records">
      {records.map((one) => (
        <li key={one.id}>
          <b>{t(`requests.deletion.keptKind.${one.kind}`)}</b>{' '}
          <span className="second">{t('requests.deletion.opening.until', { day: one.until })}</span>
          <dl>
            {linesOf(one.record, t).map(([name, words]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

/** How each part of a sealed record reads, in the order to show them; what was not known is left out. */
const PARTS: Record<string, (value: unknown, t: Translate) => string> = {
  customer: plain,
  kind: (value, t) => t(`event.recorded.${value}`, { defaultValue: String(value) }),
  happened_on: plain,
  began_on: plain,
  amount_minor: (value) => money({ amount: Number(value), currency: 'CNY' }),
  mileage_km: (value) => kilometres(Number(value)),
  summary: plain,
  plate: (value) => plate(String(value)),
  vin: plain,
  brand: plain,
  series: plain,
};

function linesOf(record: Record<string, unknown>, t: Translate): [string, string][] {
  const known = Object.keys(PARTS).filter((part) => part in record);
  const newer = Object.keys(record).filter((part) => !(part in PARTS));
  return [...known, ...newer].flatMap((part): [string, string][] => {
    const value = record[part];
    if (value === null || value === undefined || value === '') return [];
    const name = t(`requests.deletion.opening.part.${part}`, { defaultValue: part });
    return [[name, (PARTS[part] ?? plain)(value, t)]];
  });
}

function plain(value: unknown): string {
  return String(value);
}
