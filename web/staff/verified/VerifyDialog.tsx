// Proving a change of a key field: send a code, enter it; or the old contact is lost; or a manager lets it pass.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Input, Modal, Segmented } from 'antd';
import { MessageSquareText, ShieldCheck, UserRoundCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PendingChangeView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime, listing, time } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { touchedBy } from '../customers/profile/deeds';
import { usePower } from '../session/session';
import './verified.css';

interface VerifyDialogProps {
  changeId: string;
  onClose: () => void;
}

export function VerifyDialog({ changeId, onClose }: VerifyDialogProps) {
  const { t } = useTranslation();
  const change = useQuery(read<PendingChangeView>(`/pending-changes/${changeId}`));
  const view = change.data;
  return (
    <Modal
      open
      width={460}
      title={view ? t('verified.title', { field: t(`verified.field.${view.field}`) }) : t('verified.pending')}
      footer={null}
      onCancel={onClose}
    >
      {view ? (
        <Proof change={view} onClose={onClose} />
      ) : change.error ? (
        <ErrorState failure={change.error} onRetry={() => void change.refetch()} />
      ) : (
        <Skeleton lines={4} />
      )}
    </Modal>
  );
}

type Way = 'old' | 'new' | 'override';

function Proof({ change, onClose }: { change: PendingChangeView; onClose: () => void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>(change.code?.way ?? 'old');
  const hasNew = change.field !== 'id_number' && change.to !== null;
  const cancel = useChangeDeed(change, () => api.remove(`/pending-changes/${change.id}`), t('verified.cancelled'));
  const ways: Way[] = hasNew ? ['old', 'new', 'override'] : ['old', 'override'];
  return (
    <div className="verify">
      <Journey change={change} />
      {change.matches.length > 0 && (
        <Alert
          type="warning"
          showIcon
          message={t('verified.matches', { names: listing(change.matches.map(({ name }) => name)) })}
        />
      )}
      {change.state === 'waiting' ? (
        <>
          <Segmented<Way>
            block
            aria-label={t('verified.way')}
            value={way}
            onChange={setWay}
            options={ways.map((one) => ({ value: one, label: t(`verified.by.${one}`) }))}
          />
          {way === 'override' ? <Override change={change} /> : <ByCode change={change} way={way} />}
        </>
      ) : (
        <p role="status" className={change.state === 'applied' ? 'verify-done' : 'muted'}>
          {t(`verified.state.${change.state}`)}
        </p>
      )}
      <footer>
        {change.can.includes('cancel') && (
          <Button
            type="text"
            danger
            loading={cancel.isPending}
            onClick={() => cancel.mutate(undefined, { onSuccess: onClose })}
          >
            {t('verified.cancel')}
          </Button>
        )}
        <span className="spring" />
        <Button onClick={onClose}>{t(change.state === 'waiting' ? 'verified.later' : 'common.close')}</Button>
      </footer>
    </div>
  );
}

/** What is to become what, who wants it, and how long it waits. */
function Journey({ change }: { change: PendingChangeView }) {
  const { t } = useTranslation();
  return (
    <div className="verify-journey">
      <p className="num">
        <span>{change.from}</span> → <b>{change.to ?? t('verified.taken')}</b>
      </p>
      <p className="muted">
        {t('verified.asked', { name: change.asked_by, at: dateTime(change.asked_at) })} ·{' '}
        {t('verified.expires', { at: dateTime(change.expires_at) })}
      </p>
    </div>
  );
}

function ByCode({ change, way }: { change: PendingChangeView; way: 'old' | 'new' }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const client = useQueryClient();
  const isOut = change.code?.way === way && change.can.includes('confirm');
  const wait = useSecondsUntil(change.code?.resend_at);
  const send = useChangeDeed(
    change,
    () => api.put(`/pending-changes/${change.id}/code`, { to: way }),
    t('verified.sent'),
  );
  const confirm = useWrite({
    deed: () => api.put<PendingChangeView>(`/pending-changes/${change.id}/confirmation`, { code }),
    touches: () => touchedByChange(change),
    done: (answer) => t(answer.state === 'applied' ? 'verified.state.applied' : 'verified.proved'),
    onDone: () => setCode(''),
    onProblem: (problem) => {
      const said = problem.errors[0];
      setFault(said?.message ?? null);
      // A wrong guess counts: how many are left, and whether the code still stands.
      void client.invalidateQueries({ queryKey: ['pending-changes'] });
      return said !== undefined;
    },
  });
  if (change.proved_at) return <Approval change={change} />;
  return (
    <div className="verify-code">
      <p className="muted">{t(`verified.hint.${way}`)}</p>
      <Deed
        icon={<MessageSquareText size={14} />}
        type={isOut ? 'default' : 'primary'}
        loading={send.isPending}
        reason={
          wait > 0
            ? t('verified.wait', { count: wait })
            : change.can.includes(`send_${way}`)
              ? null
              : t('common.notPossible')
        }
        onClick={() => send.mutate()}
      >
        {isOut ? t('verified.resend') : t('verified.send', { to: way === 'old' ? change.from : change.to })}
      </Deed>
      {isOut && change.code && (
        <>
          <label htmlFor="change-code">
            {t('verified.codeOf', { to: change.code.to, at: time(change.code.expires_at) })}
          </label>
          <div className="verify-entry">
            <Input
              id="change-code"
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              value={code}
              status={fault ? 'error' : ''}
              onChange={(event) => {
                setFault(null);
                setCode(event.target.value);
              }}
              onPressEnter={() => confirm.mutate()}
            />
            <Button
              type="primary"
              disabled={code.trim().length < 6}
              loading={confirm.isPending}
              onClick={() => confirm.mutate()}
            >
              {t('verified.confirm')}
            </Button>
          </div>
          <p className={fault ? 'late' : 'muted'} role={fault ? 'alert' : undefined}>
            {fault ? `${fault}　` : ''}
            {t('verified.attempts', { count: change.code.attempts_left })}
          </p>
        </>
      )}
    </div>
  );
}

function Approval({ change }: { change: PendingChangeView }) {
  const { t } = useTranslation();
  const approve = useChangeDeed(
    change,
    () => api.put(`/pending-changes/${change.id}/approval`),
    t('verified.state.applied'),
  );
  return (
    <div className="verify-code">
      <p>{t('verified.provedHint')}</p>
      <Deed
        type="primary"
        icon={<UserRoundCheck size={14} />}
        reason={change.can.includes('approve') ? null : t('verified.needsManager')}
        loading={approve.isPending}
        onClick={() => approve.mutate()}
      >
        {t('verified.approve')}
      </Deed>
    </div>
  );
}

function Override({ change }: { change: PendingChangeView }) {
  const { t } = useTranslation();
  const { reason: mayNot } = usePower();
  const [reason, setReason] = useState('');
  const pass = useChangeDeed(
    change,
    () => api.put(`/pending-changes/${change.id}/override`, { reason }),
    t('verified.state.applied'),
  );
  const refusal = change.can.includes('override') ? null : (mayNot('override_verification') ?? t('common.notPossible'));
  return (
    <div className="verify-code">
      <label htmlFor="override-reason">{t('verified.reason')}</label>
      <Input.TextArea
        id="override-reason"
        value={reason}
        maxLength={200}
        autoSize={{ minRows: 2, maxRows: 5 }}
        placeholder={t('verified.reasonHint')}
        onChange={(event) => setReason(event.target.value)}
      />
      <Deed
        danger
        icon={<ShieldCheck size={14} />}
        reason={refusal ?? (reason.trim().length < 4 ? t('verified.reasonMissing') : null)}
        loading={pass.isPending}
        onClick={() => pass.mutate()}
      >
        {t('verified.override')}
      </Deed>
    </div>
  );
}

/** What waits on a profile, with the way to go on. */
export function PendingBand({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const waiting = useQuery(
    read<{ items: PendingChangeView[] }>('/pending-changes', { customer: customerId, state: 'waiting' }),
  );
  const changes = (waiting.data?.items ?? []).filter(({ state }) => state === 'waiting');
  return (
    <>
      {changes.map((change) => (
        <div className="pending-band" role="status" key={change.id}>
          <span>
            {t('verified.band', {
              field: t(`verified.field.${change.field}`),
              from: change.from ?? '',
              to: change.to ?? t('verified.taken'),
              name: change.asked_by,
            })}
          </span>
          <Button size="small" onClick={() => setOpen(change.id)}>
            {t('verified.goOn')}
          </Button>
        </div>
      ))}
      {open && <VerifyDialog changeId={open} onClose={() => setOpen(null)} />}
    </>
  );
}

/** The customer a change is about, as a door to the profile. */
export function ChangeCustomer({ change }: { change: PendingChangeView }) {
  return (
    <Link to="/customers/$id" params={{ id: change.customer.id }} className="strong-link cut">
      {change.customer.name}
    </Link>
  );
}

function useChangeDeed(change: PendingChangeView, deed: () => Promise<unknown>, done: string) {
  return useWrite({ deed, touches: () => touchedByChange(change), done: () => done });
}

function touchedByChange(change: PendingChangeView) {
  return [['pending-changes'], ...touchedBy(change.customer.id)];
}

function useSecondsUntil(at: string | undefined): number {
  const [now, setNow] = useState(Date.now());
  const seconds = at ? Math.ceil((Date.parse(at) - now) / 1_000) : 0;
  useEffect(() => {
    if (seconds <= 0) return;
    const timer = setTimeout(() => setNow(Date.now()), 500);
    return () => clearTimeout(timer);
  });
  return Math.max(0, seconds);
}
