// Writing down a contact: what kind, what was said, how it went, what comes next. An outcome tapped with nothing written is recorded at once.
import { Button, Input, Select } from 'antd';
import { Car, ClipboardPlus, DoorOpen, MessageCircle, PhoneCall, StickyNote, X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry, NoteKind, Outcome, ProfileView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { momentOf } from '../../../shared/due';
import { number } from '../../../shared/format';
import { MOD, pressed } from '../../../shared/keys';
import { useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { DueChooser } from '../../../shared/ui/DueChooser';
import { outcomesOf } from '../../../shared/ui/timeline/outcomes';
import { usePower } from '../../session/session';
import './composer.css';
import { carName } from '../../../shared/ui/CarName';
import { touchedBy } from './deeds';
import { type Draft, emptyDraft, keepDraft, loadDraft } from './draft';

const KINDS: [NoteKind, typeof StickyNote][] = [
  ['note', StickyNote],
  ['call', PhoneCall],
  ['visit', DoorOpen],
  ['message', MessageCircle],
];

/** What a note may hold; what is longer stays in the field until somebody shortens it. */
const LONGEST = 5_000;
/** From here on one is told how much room is left. */
const NEARLY = 4_500;

interface ComposerProps {
  profile: ProfileView;
  input: RefObject<HTMLTextAreaElement | null>;
}

export function Composer({ profile, input }: ComposerProps) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const { customer, vehicles } = profile;
  const [draft, setDraft] = useState<Draft>(() => loadDraft(customer.id));
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  useEffect(() => keepDraft(customer.id, draft), [customer.id, draft]);

  const record = useWrite<Draft, Entry>({
    deed: (written) => api.post<Entry>(`/customers/${customer.id}/notes`, noteOf(written, customer.id)),
    touches: () => [...touchedBy(customer.id), ['tasks'], ['home']],
    done: (_, written) =>
      written.outcome ? `${t('composer.recorded')}：${t(`outcome.${written.outcome}`)}` : t('composer.recorded'),
    onDone: (_, written) => setDraft(emptyDraft(written.kind)),
  });
  const why = reason('write_notes');
  const isEmpty = !draft.text.trim() && !draft.outcome;
  const length = [...draft.text.trim()].length;
  const isTooLong = length > LONGEST;
  const submit = () => {
    if (!isEmpty && !isTooLong && !record.isPending) record.mutate(draft);
  };
  const tapOutcome = (outcome: Outcome) => {
    if (!draft.text.trim() && !draft.next) record.mutate({ ...draft, outcome });
    else change({ outcome: draft.outcome === outcome ? null : outcome });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (pressed(event) === 'Enter' && (event.metaKey || event.ctrlKey)) submit();
    if (pressed(event) === 'Escape') event.currentTarget.blur();
  };
  return (
    <section className={`composer${why ? ' closed' : ''}`} aria-label={t('composer.label')}>
      <Input.TextArea
        ref={(area) => {
          input.current = area?.resizableTextArea?.textArea ?? null;
        }}
        variant="borderless"
        autoSize={{ minRows: 1, maxRows: 10 }}
        disabled={Boolean(why)}
        aria-invalid={isTooLong}
        value={draft.text}
        aria-label={t('composer.label')}
        placeholder={why ?? t(`composer.placeholder.${draft.kind}`)}
        onChange={(event) => change({ text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {length > NEARLY && (
        <p className={`composer-length num ${isTooLong ? 'late' : 'muted'}`} role={isTooLong ? 'alert' : undefined}>
          {t(isTooLong ? 'composer.tooLong' : 'composer.length', {
            count: isTooLong ? length - LONGEST : length,
            shown: number(isTooLong ? length - LONGEST : length),
            most: number(LONGEST),
          })}
        </p>
      )}
      {draft.kind !== 'note' && (
        <fieldset className="composer-row">
          <legend className="seen-by-readers-only">{t('composer.outcomes')}</legend>
          {outcomesOf(draft.kind).map((one) => (
            <button
              key={one}
              type="button"
              className="pick"
              disabled={record.isPending}
              aria-pressed={draft.outcome === one}
              onClick={() => tapOutcome(one)}
            >
              {t(`outcome.${one}`)}
            </button>
          ))}
        </fieldset>
      )}
      {draft.next && (
        <div className="composer-next">
          <Input
            size="small"
            variant="filled"
            prefix={<ClipboardPlus size={13} />}
            value={draft.next.title}
            maxLength={120}
            aria-label={t('composer.nextTaskTitle')}
            placeholder={t('composer.nextTaskTitle')}
            onChange={(event) => draft.next && change({ next: { ...draft.next, title: event.target.value } })}
            suffix={
              <Button
                type="text"
                size="small"
                className="quiet"
                aria-label={t('composer.nextTaskRemove')}
                icon={<X size={13} />}
                onClick={() => change({ next: null })}
              />
            }
          />
          <DueChooser
            value={draft.next.dueAt}
            onChange={(dueAt) => draft.next && change({ next: { ...draft.next, dueAt } })}
          />
        </div>
      )}
      <div className="composer-foot">
        <fieldset className="composer-kinds">
          <legend className="seen-by-readers-only">{t('composer.kind')}</legend>
          {KINDS.map(([kind, Icon]) => (
            <button
              key={kind}
              type="button"
              aria-pressed={draft.kind === kind}
              disabled={Boolean(why)}
              onClick={() => change({ kind, outcome: kind === 'note' ? null : draft.outcome })}
            >
              <Icon size={14} />
              {t(`noteKind.${kind}`)}
            </button>
          ))}
        </fieldset>
        {!draft.next && (
          <Deed
            type="text"
            size="small"
            reason={why ?? reason('do_tasks')}
            icon={<ClipboardPlus size={14} />}
            onClick={() =>
              change({
                next: {
                  title: t('composer.nextTaskDefault', { name: customer.name }),
                  dueAt: momentOf('tomorrow').toISOString(),
                },
              })
            }
          >
            {t('composer.nextTask')}
          </Deed>
        )}
        {vehicles.length > 0 && draft.text && (
          <Select
            size="small"
            variant="borderless"
            allowClear
            prefix={<Car size={13} />}
            placeholder={t('composer.vehicle')}
            aria-label={t('composer.vehicle')}
            value={draft.vehicleId}
            onChange={(id: string | undefined) => change({ vehicleId: id ?? null })}
            options={vehicles.map((one) => ({ value: one.id, label: carName(one, t) }))}
          />
        )}
        <span className="spring" />
        <Button
          size="small"
          type={isEmpty ? 'default' : 'primary'}
          disabled={isEmpty || isTooLong || Boolean(why)}
          loading={record.isPending}
          title={`${MOD}↵`}
          onClick={submit}
        >
          {t('composer.write')}
        </Button>
      </div>
    </section>
  );
}

function noteOf(draft: Draft, customerId: string) {
  const { kind, text, outcome, vehicleId, next } = draft;
  return {
    kind,
    text: text.trim(),
    ...(outcome ? { outcome } : {}),
    ...(vehicleId ? { vehicle_id: vehicleId } : {}),
    ...(next?.title.trim()
      ? { next_task: { title: next.title.trim(), kind: 'follow_up', due_at: next.dueAt, customer_id: customerId } }
      : {}),
  };
}
