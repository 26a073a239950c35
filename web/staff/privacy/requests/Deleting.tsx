// Forgetting the person: what it would end, how far it has come, and the proof.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Checkbox, Input, Modal } from 'antd';
import { Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletionView, OpenWork, PersonRequestView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read, useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { usePower } from '../../session/session';
import { Proof } from './Proof';

const WATCH_MS = 1_000;
/** What the house says of itself; anything else is a fault of the machines. */
const FAULTS = ['import_under_way', 'still_found'] as const;

export function Deleting({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [isAsking, setAsking] = useState(false);
  const { data: deletion } = useQuery({
    ...read<DeletionView>(`/person-requests/${request.id}/deletion`),
    refetchInterval: ({ state }) => (state.data?.state && state.data.state !== 'proven' ? WATCH_MS : false),
  });
  useRequestAsItIs(request, deletion?.state ?? null);
  if (!deletion) return null;
  return (
    <section className="request-card">
      <h2>{t('requests.deletion.title')}</h2>
      {deletion.state ? (
        <p>
          <Tag tone={deletion.state === 'proven' ? 'green' : 'amber'} hasDot>
            {t(`requests.deletion.state.${deletion.state}`)}
          </Tag>
        </p>
      ) : (
        <p className="second">{t('requests.deletion.hint')}</p>
      )}
      {deletion.fault && deletion.state !== 'proven' && <Fault deletion={deletion} />}
      {deletion.state === 'proven' && deletion.proof && (
        <Proof request={request} proof={deletion.proof} areas={deletion.areas} />
      )}
      {!deletion.state && deletion.open_work && <Open work={deletion.open_work} />}
      {!deletion.state && (
        <Deed
          danger
          icon={<Trash2 size={14} />}
          reason={reason('forget_persons') ?? (request.can.includes('delete') ? null : t('requests.checkFirst'))}
          onClick={() => setAsking(true)}
        >
          {t('requests.deletion.begin')}
        </Deed>
      )}
      {isAsking && <Confirm request={request} work={deletion.open_work ?? null} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** The deletion runs on by itself: with each of its steps the request and the customer are others than they were. */
function useRequestAsItIs(request: PersonRequestView, state: DeletionView['state']) {
  const client = useQueryClient();
  const customer = request.customer?.id;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    void client.invalidateQueries({ queryKey: ['person-requests'] });
    if (customer) void client.invalidateQueries({ queryKey: ['customers'] });
  }, [client, customer, state]);
}

/** Why it does not come forward, and what to do about it. */
function Fault({ deletion }: { deletion: DeletionView }) {
  const { t } = useTranslation();
  const known = FAULTS.find((fault) => deletion.fault === `deletion.${fault}`) ?? 'stopped';
  const places = deletion.still_in.map((area) => t(`requests.deletion.area.${area}`));
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 10 }}
      title={t(`requests.deletion.fault.${known}`)}
      description={
        places.length > 0 && (
          <>
            <ul className="request-open">
              {places.map((place) => (
                <li key={place}>{place}</li>
              ))}
            </ul>
            {t('requests.deletion.stillInHint')}
          </>
        )
      }
    />
  );
}

function Open({ work }: { work: OpenWork }) {
  const { t } = useTranslation();
  const lines = openLines(work, t);
  if (lines.length === 0) return null;
  return (
    <Alert
      type="warning"
      style={{ marginBottom: 10 }}
      title={t('requests.deletion.open')}
      description={
        <ul className="request-open">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      }
    />
  );
}

/** What ends with the deletion, or must end before it. */
function openLines(work: OpenWork, t: ReturnType<typeof useTranslation>['t']): string[] {
  const counted = (word: string, count: number) => (count > 0 ? [t(`requests.deletion.${word}`, { count })] : []);
  return [
    ...work.tasks.map((title) => t('requests.deletion.task', { title })),
    ...counted('messages', work.messages_waiting),
    ...counted('complaints', work.complaints_open),
    ...counted('importsWaiting', work.imports_waiting),
    ...counted('importsRunning', work.imports_running),
    ...counted('otherRequests', work.other_requests),
  ];
}

/** There is no way back, so the number of the request is typed. */
function Confirm({
  request,
  work,
  onClose,
}: {
  request: PersonRequestView;
  work: OpenWork | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [isAgreed, setAgreed] = useState(false);
  const hasOpen = work !== null && work.tasks.length + work.messages_waiting + work.complaints_open > 0;
  const begin = useWrite({
    deed: () => api.put(`/person-requests/${request.id}/deletion`, { ends_open_work: hasOpen && isAgreed }),
    touches: () => [['person-requests'], ['customers'], ['tasks'], ['vehicles'], ['messages']],
    onDone: onClose,
  });
  return (
    <Modal
      open
      title={t('requests.deletion.confirm')}
      okText={t('requests.deletion.begin')}
      okButtonProps={{ danger: true, disabled: typed.trim() !== request.number || (hasOpen && !isAgreed) }}
      confirmLoading={begin.isPending}
      onOk={() => begin.mutate()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p>{t('requests.deletion.warning')}</p>
      {hasOpen && (
        <p>
          <Checkbox checked={isAgreed} onChange={(event) => setAgreed(event.target.checked)}>
            {t('requests.deletion.agree')}
          </Checkbox>
        </p>
      )}
      <label htmlFor="typed-number">{t('requests.deletion.type', { number: request.number })}</label>
      <Input id="typed-number" value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
    </Modal>
  );
}
