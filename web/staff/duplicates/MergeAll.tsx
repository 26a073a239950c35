// All pairs that are surely one, merged at once: asked once more before, watched while it runs, and taken back as a whole.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Popconfirm } from 'antd';
import { Merge, Split } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicateSummary, MergePair, MergeRun, Page } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { count, number, relativeDay } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Progress } from '../../shared/ui/Progress';
import { usePower, useStoreChoice } from '../session/session';

const WATCH_MS = 1_000;
const LATEST = { limit: 1 };
const isMoving = (run: MergeRun | undefined) => run !== undefined && ['running', 'undoing'].includes(run.state);

/** The latest run of the caller's, watched while it moves. */
function useLatestRun(): MergeRun | undefined {
  const { may } = usePower();
  const { data } = useQuery({
    ...read<Page<MergeRun>>('/merges/bulk', LATEST),
    enabled: may('merge_customers'),
    refetchInterval: ({ state }) => (isMoving(state.data?.items[0]) ? WATCH_MS : false),
  });
  return data?.items[0];
}

export function MergeAllButton({ summary }: { summary: DuplicateSummary | undefined }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { reason } = usePower();
  const { store } = useStoreChoice();
  const run = useLatestRun();
  const begin = useWrite<void, MergeRun>({
    deed: () => api.post<MergeRun>('/merges/bulk', { band: 'same', store_id: store?.id }),
    touches: () => [['merges', 'bulk']],
  });
  const open = summary?.open_same;
  const nothing = open?.count === 0 ? t('duplicates.mergeAll.nothing') : null;
  const confirm = () =>
    void modal.confirm({
      title: t('duplicates.mergeAll.ask', { pairs: open ? count(open) : '' }),
      content: t('duplicates.mergeAll.hint'),
      okText: t('duplicates.mergeAll.deed'),
      onOk: () => begin.mutate(),
    });
  return (
    <Deed
      icon={<Merge size={14} />}
      loading={begin.isPending}
      reason={reason('merge_customers') ?? nothing ?? (isMoving(run) ? t('duplicates.mergeAll.busy') : null)}
      onClick={confirm}
    >
      {t('duplicates.mergeAll.deed')}
    </Deed>
  );
}

export function LatestRun() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useLatestRun();
  const state = run?.state;
  useEffect(() => {
    if (state === 'done' || state === 'undone') {
      for (const key of ['duplicate-pairs', 'customers']) void client.invalidateQueries({ queryKey: [key] });
    }
  }, [state, client]);
  if (!run) return null;
  const sentence = t(`duplicates.mergeAll.state.${run.state}`, {
    done: number(run.done),
    total: number(run.total),
    name: run.by.name,
    when: relativeDay(run.finished_at ?? run.created_at),
  });
  return (
    <section className="card merge-run" aria-label={t('duplicates.mergeAll.latest')}>
      {isMoving(run) ? (
        <Progress
          label={t('duplicates.mergeAll.latest')}
          done={run.done + run.failed}
          total={run.total}
          words={[sentence, t('duplicates.mergeAll.left', { count: run.failed })]}
        />
      ) : (
        <p role="status">
          <span>{sentence}</span>
          {run.error && <span className="late">{run.error}</span>}
          <UndoAll run={run} />
        </p>
      )}
      {run.failed > 0 && !isMoving(run) && <Refused run={run} />}
    </section>
  );
}

function UndoAll({ run }: { run: MergeRun }) {
  const { t } = useTranslation();
  const undo = useWrite<void, MergeRun>({
    deed: () => api.put<MergeRun>(`/merges/bulk/${run.id}/undo`),
    touches: () => [['merges', 'bulk']],
  });
  if (!run.can.includes('undo')) return null;
  return (
    <Popconfirm
      title={t('duplicates.mergeAll.undoAsk')}
      description={<div className="merge-undo-hint">{t('merge.undoHint')}</div>}
      okText={t('duplicates.mergeAll.undo')}
      onConfirm={() => undo.mutate()}
    >
      <Button size="small" icon={<Split size={13} />} loading={undo.isPending}>
        {t('duplicates.mergeAll.undo')}
      </Button>
    </Popconfirm>
  );
}

/** What a person has to look at: the pairs that were not merged, or not taken back, each with its reason. */
function Refused({ run }: { run: MergeRun }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const state = run.state === 'undone' ? 'not_undone' : 'refused';
  const list = useEndless<MergePair>(`/merges/bulk/${run.id}/pairs`, { state }, { isActive: isOpen });
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t(`duplicates.mergeAll.${state}`, { count: run.failed })}</summary>
      <ul>
        {list.items.map((pair) => (
          <li key={`${pair.keep.id} ${pair.absorb.id}`}>
            <Link to="/customers/$id/merge/$other" params={{ id: pair.keep.id, other: pair.absorb.id }}>
              {pair.keep.name || t('duplicates.mergeAll.unseen')} –{' '}
              {pair.absorb.name || t('duplicates.mergeAll.unseen')}
            </Link>
            <span className="muted">
              {t(`problem.${(pair.reason ?? '').replaceAll('.', '_')}`, { defaultValue: pair.detail ?? '' })}
            </span>
          </li>
        ))}
        {list.hasMore && (
          <li>
            <Button type="link" size="small" loading={list.isLoadingMore} onClick={list.more}>
              {t('duplicates.mergeAll.more', { count: run.failed - list.items.length })}
            </Button>
          </li>
        )}
      </ul>
    </details>
  );
}
