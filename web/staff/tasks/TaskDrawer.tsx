// One task in the side panel: everything about it, changed where it stands.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, DatePicker, Drawer, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { AlarmClock, AlarmClockOff, Ban, CheckCheck, RotateCcw, UserRoundPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { dateTime } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Person, Tag } from '../../shared/ui/faces';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { useRecordReason } from '../session/session';
import type { Desk } from './desk';
import { KINDS } from './kinds';
import { OutcomeChoice, SnoozeChoice } from './TaskChoices';
import { KindSign } from './TaskRow';
import { isSnoozed } from './times';

export function TaskDrawer({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const id = desk.search.open;
  const close = () => desk.turn({ open: undefined });
  const task = useQuery({ ...read<TaskView>(`/tasks/${id}`), enabled: id !== undefined });
  return (
    <Drawer
      open={id !== undefined}
      onClose={close}
      size={isPhone ? '100%' : 440}
      title={task.data ? t(`tasks.kind.${task.data.kind}`) : t('page.tasks')}
      destroyOnHidden
    >
      {task.data ? (
        <TaskDetail key={task.data.id} task={task.data} desk={desk} />
      ) : task.error ? (
        <ErrorState failure={task.error} onRetry={() => void task.refetch()} />
      ) : (
        <Skeleton lines={7} />
      )}
    </Drawer>
  );
}

function TaskDetail({ task, desk }: { task: TaskView; desk: Desk }) {
  return (
    <div className="task-detail">
      <Title task={task} desk={desk} />
      <Deeds task={task} desk={desk} />
      <Facts task={task} desk={desk} />
      <Note task={task} desk={desk} />
    </div>
  );
}

function Title({ task, desk }: { task: TaskView; desk: Desk }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(task.title);
  const canEdit = task.can.includes('edit');
  const save = () => {
    const words = title.trim();
    if (words && words !== task.title) void desk.deeds.change(task, { title: words });
    else setTitle(task.title);
  };
  return (
    <header>
      <KindSign kind={task.kind} size={32} />
      {canEdit ? (
        <Input.TextArea
          variant="borderless"
          autoSize
          value={title}
          aria-label={t('tasks.title')}
          onChange={(event) => setTitle(event.target.value.replaceAll('\n', ' '))}
          onBlur={save}
          onPressEnter={(event) => {
            event.preventDefault();
            event.currentTarget.blur();
          }}
        />
      ) : (
        <h2>{task.title}</h2>
      )}
    </header>
  );
}

function Deeds({ task, desk }: { task: TaskView; desk: Desk }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const reason = useRecordReason(task.can);
  const [asked, setAsked] = useState<'outcome' | 'snooze' | null>(null);
  const { deeds } = desk;
  if (task.state !== 'open') {
    return (
      <div className="deeds">
        <Tag tone={task.state === 'done' ? 'green' : 'slate'} hasDot>
          {t(`tasks.state.${task.state}`)}
        </Tag>
        <div className="spring" />
        <Deed icon={<RotateCcw size={14} />} reason={reason('reopen')} onClick={() => void deeds.reopen(task)}>
          {t('tasks.reopen')}
        </Deed>
      </div>
    );
  }
  const askCancel = () =>
    modal.confirm({
      title: t('tasks.cancelConfirm'),
      okText: t('tasks.cancel'),
      okButtonProps: { danger: true },
      onOk: () => deeds.cancel(task),
    });
  return (
    <div className="deeds">
      <OutcomeChoice
        task={task}
        isOpen={asked === 'outcome'}
        onOpenChange={(isOpen) => setAsked(isOpen ? 'outcome' : null)}
        onChoose={(outcome, note) => void deeds.complete(task, outcome, note)}
      >
        <Button type="primary" icon={<CheckCheck size={15} />} disabled={reason('complete') !== null}>
          {t('tasks.complete')}
        </Button>
      </OutcomeChoice>
      {isSnoozed(task) ? (
        <Deed icon={<AlarmClockOff size={14} />} reason={reason('wake')} onClick={() => void deeds.wake(task)}>
          {t('tasks.wake')}
        </Deed>
      ) : (
        <SnoozeChoice
          isOpen={asked === 'snooze'}
          onOpenChange={(isOpen) => setAsked(isOpen ? 'snooze' : null)}
          onChoose={(until) => void deeds.snooze(task, until)}
        >
          <Button icon={<AlarmClock size={14} />} disabled={reason('snooze') !== null}>
            {t('tasks.snooze')}
          </Button>
        </SnoozeChoice>
      )}
      <Deed icon={<UserRoundPlus size={14} />} reason={reason('assign')} onClick={() => desk.handOver([task])}>
        {t('tasks.handOver')}
      </Deed>
      <Deed
        type="text"
        icon={<Ban size={14} />}
        reason={reason('cancel')}
        hint={t('tasks.cancel')}
        onClick={askCancel}
      />
    </div>
  );
}

function Facts({ task, desk }: { task: TaskView; desk: Desk }) {
  const { t } = useTranslation();
  const { customer, vehicle, assignee, outcome, done_at, snoozed_until, created_by } = task;
  return (
    <dl className="facts">
      {customer && (
        <Fact label={t('tasks.customer')}>
          <Link to="/customers/$id" params={{ id: customer.id }} className="fact-link">
            <Person person={customer} />
          </Link>
        </Fact>
      )}
      {vehicle && <Fact label={t('tasks.vehicle')}>{vehicle.name}</Fact>}
      <Changeable task={task} desk={desk} />
      <Fact label={t('tasks.assignee')}>{assignee ? <Person person={assignee} /> : t('tasks.unassigned')}</Fact>
      {isSnoozed(task) && <Fact label={t('tasks.group.snoozed')}>{dateTime(snoozed_until)}</Fact>}
      {outcome && (
        <Fact label={t('tasks.outcomeLabel')}>{t(`tasks.outcome.${outcome}`, { defaultValue: outcome })}</Fact>
      )}
      {done_at && <Fact label={t('tasks.doneAt')}>{dateTime(done_at)}</Fact>}
      <Fact label={t('tasks.store')}>{task.store.name}</Fact>
      <Fact label={t('tasks.createdAt')}>
        {dateTime(task.created_at)} · {created_by?.name ?? t('tasks.system')}
      </Fact>
    </dl>
  );
}

/** Due time, kind and priority: controls for those who may change the task, words for others. */
function Changeable({ task, desk }: { task: TaskView; desk: Desk }) {
  const { t } = useTranslation();
  const { change } = desk.deeds;
  if (!task.can.includes('edit')) {
    return (
      <>
        <Fact label={t('tasks.due')}>{dateTime(task.due_at)}</Fact>
        <Fact label={t('tasks.kindLabel')}>{t(`tasks.kind.${task.kind}`)}</Fact>
        <Fact label={t('tasks.priorityLabel')}>{t(`tasks.priority.${task.priority}`)}</Fact>
      </>
    );
  }
  return (
    <>
      <Fact label={t('tasks.due')}>
        <DatePicker
          variant="borderless"
          showTime={{ format: 'HH:mm', minuteStep: 5 }}
          format="YYYY-MM-DD HH:mm"
          allowClear={false}
          value={dayjs(task.due_at)}
          aria-label={t('tasks.due')}
          onChange={(at) => at && void change(task, { due_at: at.toISOString() })}
        />
      </Fact>
      <Fact label={t('tasks.kindLabel')}>
        <Select
          variant="borderless"
          value={task.kind}
          aria-label={t('tasks.kindLabel')}
          onChange={(kind) => void change(task, { kind })}
          options={KINDS.map((kind) => ({ value: kind, label: t(`tasks.kind.${kind}`) }))}
        />
      </Fact>
      <Fact label={t('tasks.priorityLabel')}>
        <Select
          variant="borderless"
          value={task.priority}
          aria-label={t('tasks.priorityLabel')}
          onChange={(priority) => void change(task, { priority })}
          options={PRIORITIES.map((one) => ({ value: one, label: t(`tasks.priority.${one}`) }))}
        />
      </Fact>
    </>
  );
}

const PRIORITIES: TaskView['priority'][] = ['high', 'normal', 'low'];

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

function Note({ task, desk }: { task: TaskView; desk: Desk }) {
  const { t } = useTranslation();
  const [note, setNote] = useState(task.note ?? '');
  if (!task.can.includes('edit')) return <p className="note">{task.note ?? t('tasks.noteNone')}</p>;
  return (
    <section>
      <h2>{t('tasks.note')}</h2>
      <Input.TextArea
        autoSize={{ minRows: 3, maxRows: 12 }}
        value={note}
        placeholder={t('tasks.noteAdd')}
        aria-label={t('tasks.note')}
        onChange={(event) => setNote(event.target.value)}
        onBlur={() => note !== (task.note ?? '') && void desk.deeds.change(task, { note: note || null })}
      />
    </section>
  );
}
