// All tasks one may see, by filters; chosen ones are changed together.
import { Segmented, Select } from 'antd';
import { ListChecks } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { NOTHING } from '../../shared/format';
import { useKeys } from '../../shared/keys';
import { useIsPhone } from '../../shared/media';
import { usePages } from '../../shared/paging';
import { ChooseRows } from '../../shared/ui/ChooseRows';
import { useColumnWidths } from '../../shared/ui/columnWidths';
import { Person, Tag } from '../../shared/ui/faces';
import { Grid } from '../../shared/ui/Grid';
import type { Column } from '../../shared/ui/gridCells';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { Empty } from '../../shared/ui/states';
import { usePower } from '../session/session';
import type { Desk } from './desk';
import { KINDS } from './kinds';
import { RANGES, type Range, STATES, type TaskSearch } from './search';
import { TaskBulkBar } from './TaskBulkBar';
import { DueTime, KindSign } from './TaskRow';
import { startOfDay } from './times';

export function AllTasks({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [cursor, setCursor] = useState(-1);
  const { search } = desk;
  const question = useMemo(() => questionOf(search), [search]);
  const pages = usePages<TaskView>('/tasks', question);
  const columns = useMemo(() => taskColumns(t), [t]);
  const sizes = useColumnWidths('tasks');
  const loaded = pages.loaded();
  useKeys(
    {
      h: () => {
        const chosen = loaded.filter((task) => desk.choice.has(task.id) && task.can.includes('assign'));
        if (chosen.length > 0) desk.handOver(chosen);
      },
      n: () => desk.turn({ new: true }),
    },
    desk.isListActive,
  );
  return (
    <>
      <Filters desk={desk} />
      <Grid
        label={t('tasks.view.all')}
        pages={pages}
        columns={columns}
        nameOf={(task) => task.title}
        sort={undefined}
        onSort={() => {}}
        choice={desk.choice}
        sizes={sizes}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={desk.open}
        card={isPhone ? (task) => <TaskLines task={task} /> : undefined}
        empty={<Empty icon={ListChecks} title={t('tasks.none')} hint={t('tasks.noneHint')} />}
        question={JSON.stringify(question)}
      />
      <footer className="grid-foot">
        {pages.hasMore ? t('tasks.totalMore', { count: pages.length }) : t('tasks.total', { count: pages.length })}
        <span className="hints">
          <span>
            <kbd>J</kbd>
            <kbd>K</kbd> {t('grid.hintMove')}
          </span>
          <span>
            <kbd>X</kbd> {t('grid.hintChoose')}
          </span>
          <span>
            <kbd>↵</kbd> {t('grid.hintOpen')}
          </span>
          <span>
            <kbd>H</kbd> {t('tasks.hint.handOver')}
          </span>
        </span>
      </footer>
      <TaskBulkBar desk={desk} tasks={loaded} />
    </>
  );
}

function Filters({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { may } = usePower();
  const { search, turn } = desk;
  const isPhone = useIsPhone();
  return (
    <div className="filter-row">
      {isPhone && <ChooseRows choice={desk.choice} />}
      <Segmented
        aria-label={t('tasks.scope.label')}
        value={search.scope ?? 'team'}
        onChange={(scope) => turn({ scope, assignee: undefined })}
        options={(['mine', 'team'] as const).map((one) => ({
          value: one,
          label: t(`tasks.scope.${one}`),
          disabled: one === 'team' && !may('see_tasks'),
        }))}
      />
      <Select
        aria-label={t('tasks.stateLabel')}
        value={search.state ?? 'open'}
        onChange={(state) => turn({ state: state === 'open' ? undefined : state })}
        options={STATES.map((one) => ({ value: one, label: t(`tasks.state.${one}`) }))}
      />
      <Select<Range | ''>
        aria-label={t('tasks.due')}
        value={search.range ?? ''}
        onChange={(range) => turn({ range: range || undefined })}
        options={[
          { value: '', label: t('tasks.range.any') },
          ...RANGES.map((one) => ({ value: one, label: t(`tasks.range.${one}`) })),
        ]}
      />
      <Select
        aria-label={t('tasks.kindLabel')}
        value={search.kind ?? ''}
        onChange={(kind) => turn({ kind: kind || undefined })}
        options={[
          { value: '', label: t('tasks.anyKind') },
          ...KINDS.map((kind) => ({ value: kind, label: t(`tasks.kind.${kind}`) })),
        ]}
      />
      {search.scope !== 'mine' && (
        <StaffSelect
          aria-label={t('tasks.assignee')}
          placeholder={t('tasks.anyone')}
          allowClear
          style={{ minWidth: 132 }}
          value={search.assignee ?? null}
          onChange={(assignee) => turn({ assignee: assignee ?? undefined })}
        />
      )}
    </div>
  );
}

function TaskLines({ task }: { task: TaskView }) {
  return (
    <div className="face-cell">
      <KindSign kind={task.kind} size={34} />
      <div className="two-lines" style={{ flex: 1 }}>
        <b className="cut">{task.title}</b>
        <span className="cut">
          {[task.customer?.name, task.vehicle?.name, task.assignee?.name].filter(Boolean).join(' · ')}
        </span>
        <DueTime task={task} />
      </div>
    </div>
  );
}

/** The question to the server: a range becomes instants of this day, so that it stays the same question all day. */
function questionOf({ scope, state, kind, assignee, range }: TaskSearch) {
  const today = startOfDay(new Date());
  const until = (days: number) => startOfDay(today, days).toISOString();
  const bounds = {
    late: { overdue: true },
    today: { from: today.toISOString(), to: until(1) },
    week: { from: today.toISOString(), to: until(7) },
    month: { from: today.toISOString(), to: until(30) },
  };
  const whose = assignee ? { assignee } : scope === 'mine' ? { mine: true } : { team: true };
  return { ...whose, state: state ?? 'open', kind, ...(range ? bounds[range] : {}) };
}

function taskColumns(t: (key: string) => string): Column<TaskView>[] {
  return [
    {
      id: 'title',
      title: t('tasks.column.title'),
      width: 280,
      isFixed: true,
      cell: (task) => (
        <>
          <KindSign kind={task.kind} size={22} />
          <b className="cut strong">{task.title}</b>
        </>
      ),
    },
    {
      id: 'customer',
      title: t('tasks.column.customer'),
      width: 130,
      cell: (task) => (task.customer ? <Person person={task.customer} /> : <Nothing />),
    },
    {
      id: 'vehicle',
      title: t('tasks.column.vehicle'),
      width: 150,
      cell: (task) => (task.vehicle ? <span className="cut second">{task.vehicle.name}</span> : <Nothing />),
    },
    { id: 'due', title: t('tasks.column.due'), width: 120, alignsEnd: true, cell: (task) => <DueTime task={task} /> },
    {
      id: 'assignee',
      title: t('tasks.column.assignee'),
      width: 120,
      cell: (task) =>
        task.assignee ? <Person person={task.assignee} /> : <span className="muted">{t('tasks.unassigned')}</span>,
    },
    {
      id: 'state',
      title: t('tasks.column.state'),
      width: 100,
      cell: (task) => (
        <Tag tone={stateTone(task)} hasDot>
          {task.state === 'open' ? t(`tasks.sla.${task.sla}`) : t(`tasks.state.${task.state}`)}
        </Tag>
      ),
    },
    {
      id: 'outcome',
      title: t('tasks.column.outcome'),
      width: 100,
      cell: (task) => (task.outcome ? <span className="cut">{t(`tasks.outcome.${task.outcome}`)}</span> : null),
    },
    {
      id: 'store',
      title: t('tasks.column.store'),
      width: 120,
      cell: (task) => <span className="cut second">{task.store.name}</span>,
    },
  ];
}

function stateTone(task: TaskView) {
  if (task.state === 'done') return 'green';
  if (task.state === 'cancelled') return 'slate';
  return task.sla === 'red' ? 'red' : task.sla === 'amber' ? 'amber' : 'blue';
}

function Nothing() {
  return <span className="nothing">{NOTHING}</span>;
}
