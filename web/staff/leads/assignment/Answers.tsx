// The board: how quickly enquiries were answered, per consultant, by both clocks.
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerBoard, AnswerFigures } from '../../../shared/api/types';
import { number } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { Person, Tag } from '../../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';

const PERIODS = [7, 30, 90] as const;
type Row = AnswerBoard['consultants'][number] & { id: string };

export function Answers({ store }: { store: string | undefined }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(30);
  const from = dayjs()
    .subtract(days - 1, 'day')
    .format('YYYY-MM-DD');
  const board = useQuery(read<AnswerBoard>('/lead-answers', { store, from, until: dayjs().format('YYYY-MM-DD') }));
  if (board.error && !board.data) return <ErrorState failure={board.error} onRetry={() => void board.refetch()} />;
  const goal = (board.data?.goal_basis_points ?? 0) / 10_000;
  const columns: PlainColumn<Row>[] = [
    {
      id: 'who',
      title: t('leads.column.consultant'),
      cell: ({ consultant }) =>
        consultant ? <Person person={consultant} /> : <Tag tone="slate">{t('leads.inPool')}</Tag>,
    },
    ...(store
      ? []
      : [
          {
            id: 'store',
            title: t('leads.store'),
            isExtra: true,
            cell: (row: Row) => row.store.name,
          } satisfies PlainColumn<Row>,
        ]),
    { id: 'received', title: t('assignment.receivedLeads'), alignsEnd: true, cell: ({ received }) => number(received) },
    { id: 'open', title: t('assignment.openLeads'), alignsEnd: true, isExtra: true, cell: ({ open }) => number(open) },
    { id: 'waiting', title: t('assignment.waiting'), alignsEnd: true, cell: ({ waiting }) => number(waiting) },
    {
      id: 'late',
      title: t('assignment.late'),
      alignsEnd: true,
      cell: ({ late }) => <span className={late > 0 ? 'late' : ''}>{number(late)}</span>,
    },
    {
      id: 'median',
      title: t('assignment.median'),
      alignsEnd: true,
      isExtra: true,
      cell: ({ median_minutes }) => minutes(median_minutes, t),
    },
    {
      id: 'rate',
      title: t('assignment.rate'),
      alignsEnd: true,
      cell: (row) => <Rate part={row.in_time} whole={row.due} goal={goal} />,
    },
    {
      id: 'wallRate',
      title: t('assignment.wallRate'),
      alignsEnd: true,
      isExtra: true,
      cell: (row) => <Rate part={row.wall_in_time} whole={row.wall_due} goal={goal} />,
    },
  ];
  return (
    <>
      <div className="answer-head">
        <Segmented
          aria-label={t('assignment.period')}
          value={days}
          onChange={(value) => setDays(value)}
          options={PERIODS.map((value) => ({ value, label: t('assignment.lastDays', { count: value }) }))}
        />
        <span className="muted">{t('assignment.goal', { percent: `${Math.round(goal * 100)}%` })}</span>
      </div>
      {board.data && <Total figures={board.data.total} goal={goal} />}
      <section className="card">
        <header>
          <h2>{t('assignment.perConsultant')}</h2>
        </header>
        {board.data?.consultants.length === 0 ? (
          <Empty title={t('assignment.noEnquiries')} />
        ) : (
          <div className="taker-frame">
            <PlainTable
              label={t('assignment.perConsultant')}
              columns={columns}
              rows={board.data?.consultants.map((one) => ({
                ...one,
                id: `${one.store.id} ${one.consultant?.id ?? ''}`,
              }))}
            />
          </div>
        )}
      </section>
    </>
  );
}

function Total({ figures, goal }: { figures: AnswerFigures; goal: number }) {
  const { t } = useTranslation();
  const { due, in_time, wall_due, wall_in_time, waiting, late, median_minutes, median_wall_minutes } = figures;
  return (
    <dl className="answer-total">
      <div>
        <dt>{t('assignment.rate')}</dt>
        <dd>
          <Rate part={in_time} whole={due} goal={goal} />
        </dd>
        <dd className="second num">{t('assignment.ofDue', { part: number(in_time), whole: number(due) })}</dd>
      </div>
      <div>
        <dt>{t('assignment.wallRate')}</dt>
        <dd>
          <Rate part={wall_in_time} whole={wall_due} goal={goal} />
        </dd>
        <dd className="second num">{t('assignment.ofDue', { part: number(wall_in_time), whole: number(wall_due) })}</dd>
      </div>
      <div>
        <dt>{t('assignment.median')}</dt>
        <dd className="num">{minutes(median_minutes, t)}</dd>
        <dd className="second num">{t('assignment.onTheWall', { minutes: minutes(median_wall_minutes, t) })}</dd>
      </div>
      <div>
        <dt>{t('assignment.waiting')}</dt>
        <dd className="num">{number(waiting)}</dd>
        <dd className={`num ${late > 0 ? 'late' : 'second'}`}>{t('assignment.lateOf', { count: late })}</dd>
      </div>
    </dl>
  );
}

function Rate({ part, whole, goal }: { part: number; whole: number; goal: number }) {
  if (whole === 0) return <span className="muted">—</span>;
  const share = part / whole;
  const tone = share >= goal ? 'good' : share >= 0.8 ? 'fair' : 'poor';
  return <span className={`on-time ${tone} num`}>{`${Math.round(share * 100)}%`}</span>;
}

function minutes(
  value: number | null | undefined,
  t: (key: string, words?: Record<string, unknown>) => string,
): string {
  if (value === null || value === undefined) return '—';
  return value < 120
    ? t('assignment.minutesOf', { count: value })
    : t('assignment.hoursOfTime', { count: Math.round(value / 60) });
}
