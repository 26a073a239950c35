// One payload in the side panel: why it lies here, what it says; mended and taken, or dismissed with a reason.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PayloadView } from '../../../shared/api/types';
import { api, type Problem } from '../../../shared/client';
import { dateTime } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { read, useWrite } from '../../../shared/queries';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { Becomes } from './MappingEditor';
import { Reason } from './Quarantine';

export function PayloadDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const payload = useQuery({ ...read<PayloadView>(`/payloads/${id}`), enabled: id !== undefined });
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      size={isPhone ? '100%' : 560}
      title={payload.data?.connector.name ?? t('leadChannels.view.quarantine')}
      destroyOnHidden
    >
      {payload.data ? (
        <Detail key={`${payload.data.id} ${payload.data.version}`} payload={payload.data} />
      ) : payload.error ? (
        <ErrorState failure={payload.error} onRetry={() => void payload.refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Drawer>
  );
}

function Detail({ payload }: { payload: PayloadView }) {
  const { t } = useTranslation();
  const waits = payload.can.includes('mend');
  const [content, setContent] = useState(payload.content ?? '');
  const [refusal, setRefusal] = useState<string | null>(null);
  const path = `/payloads/${payload.id}`;
  const touches = () => [['payloads'], ['connectors'], ['leads'], ['customers']];
  const mend = useWrite<void, PayloadView>({
    deed: () =>
      api.post(`${path}/replays`, content === payload.content ? {} : { content }, { version: payload.version }),
    touches,
    done: (answer) => t('leadChannels.taken', { number: answer.lead?.name ?? '' }),
    onProblem: (problem: Problem) => {
      if (problem.errors.length === 0) return false;
      setRefusal(problem.errors.map(({ message }) => message).join('；'));
      return true;
    },
  });
  return (
    <div className="payload-detail">
      <p className="muted num">
        {[
          dateTime(payload.received_at),
          payload.store.name,
          t(`leadChannels.outcome.${payload.outcome}`),
          payload.repeats > 0 && t('leadChannels.repeats', { count: payload.repeats }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {(refusal || payload.faults.length > 0 || payload.remark) && (
        <Alert type={waits ? 'warning' : 'info'} showIcon title={refusal ?? <Reason payload={payload} />} />
      )}
      {payload.lead && (
        <p>
          <Link to="/leads" search={{ view: 'all', open: payload.lead.id }}>
            {t('leadChannels.openLead', { number: payload.lead.name })}
          </Link>
        </p>
      )}
      {payload.is_hidden && <Alert type="info" showIcon title={t('leadChannels.hidden')} />}
      {payload.content !== null && (
        <div className="sample">
          <label htmlFor="payload-content">{t('leadChannels.content')}</label>
          <Input.TextArea
            id="payload-content"
            value={content}
            readOnly={!waits}
            onChange={(event) => {
              setContent(event.target.value);
              setRefusal(null);
            }}
            autoSize={{ minRows: 4, maxRows: 16 }}
            spellCheck={false}
            maxLength={65_536}
          />
        </div>
      )}
      {payload.fields.some((one) => one.said) && (
        <dl className="payload-fields">
          {payload.fields
            .filter((one) => one.said)
            .map((one) => (
              <div key={one.field}>
                <dt>{t(`leadChannels.field.${one.field}`)}</dt>
                <dd>
                  <Becomes found={one} />
                </dd>
              </div>
            ))}
        </dl>
      )}
      {waits && (
        <div className="form-foot">
          <Dismissal payload={payload} />
          <div className="spring" />
          <Button type="primary" loading={mend.isPending} onClick={() => mend.mutate()}>
            {t('leadChannels.mend')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Dismissal({ payload }: { payload: PayloadView }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const dismiss = useWrite<string>({
    deed: (reason) => api.put(`/payloads/${payload.id}/dismissal`, { reason }, { version: payload.version }),
    touches: () => [['payloads'], ['connectors']],
    done: () => t('leadChannels.dismissed'),
  });
  const ask = () => {
    let reason = '';
    modal.confirm({
      title: t('leadChannels.dismissTitle'),
      content: (
        <>
          <p>{t('leadChannels.dismissText')}</p>
          <Input
            autoFocus
            maxLength={500}
            aria-label={t('leadChannels.dismissReason')}
            placeholder={t('leadChannels.dismissReason')}
            onChange={(event) => {
              reason = event.target.value;
            }}
          />
        </>
      ),
      okText: t('leadChannels.dismiss'),
      okButtonProps: { danger: true },
      onOk: () => dismiss.mutateAsync(reason.trim()),
    });
  };
  return (
    <Button danger loading={dismiss.isPending} onClick={ask}>
      {t('leadChannels.dismiss')}
    </Button>
  );
}
