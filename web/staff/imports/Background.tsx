// Exports and bulk changes: how far they have come, their files, and the way back.
import { App, Button } from 'antd';
import { Download, FileDown, Layers, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BulkChange, ExportView } from '../../shared/api/types';
import { api, urlOf } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { dateTime, fileSize, number, relativeDay } from '../../shared/format';
import { useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Person } from '../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Progress } from '../../shared/ui/Progress';
import { Empty, ErrorState } from '../../shared/ui/states';
import { useRecordReason } from '../session/session';
import { ImportState } from './ImportState';

const isBusy = ({ state }: { state: string }) => ['waiting', 'running', 'undoing'].includes(state);

/** Either kind of job in the shape of one line. */
interface Job {
  id: string;
  title: string;
  state: string;
  done: number;
  total: number;
  by: { id: string; name: string };
  created_at: string;
  error: string | null;
  bulk: BulkChange | null;
  file: ExportView | null;
}

export function Background() {
  const { t } = useTranslation();
  const bulk = useEndless<BulkChange>('/bulk-changes', {}, { watches: isBusy });
  const exports = useEndless<ExportView>('/exports', {}, { watches: isBusy });
  const isLoading = bulk.isLoading || exports.isLoading;
  const jobs = [
    ...bulk.items.map((change) => bulkJob(change, t)),
    ...exports.items.map((view) => exportJob(view, t)),
  ].sort((one, other) => Date.parse(other.created_at) - Date.parse(one.created_at));
  // Those who may not do one of the two still see the other.
  const failure = bulk.failure && exports.failure ? bulk.failure : null;
  if (failure) return <ErrorState failure={failure} onRetry={bulk.retry} />;
  if (!isLoading && jobs.length === 0) {
    return <Empty icon={Layers} title={t('background.none')} hint={t('background.noneHint')} />;
  }
  return (
    <div className="table-frame">
      <PlainTable
        label={t('importing.tabs.background')}
        rows={isLoading ? undefined : jobs}
        columns={jobColumns(t)}
        endless={{
          hasMore: bulk.hasMore || exports.hasMore,
          isLoadingMore: bulk.isLoadingMore || exports.isLoadingMore,
          more: () => {
            bulk.more();
            exports.more();
          },
        }}
      />
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function bulkJob(change: BulkChange, t: Translate): Job {
  const { id, state, total, created_at, by, error } = change;
  const { kind, value } = change.change;
  const what = t(`background.kind.${kind}`, { defaultValue: kind });
  const to = kind === 'set_stage' && value ? t(`stage.${value}`, { defaultValue: value }) : isId(value) ? null : value;
  return {
    id,
    state,
    total,
    created_at,
    by,
    error,
    title: to ? `${what}: ${to}` : what,
    done: change.done + change.failed + change.skipped,
    bulk: change,
    file: null,
  };
}

function exportJob(view: ExportView, t: Translate): Job {
  const { id, state, total, created_at, by, error, format, rows } = view;
  const title = view.file_name ?? t(`background.exportOf.${view.about}`, { format: format.toUpperCase() });
  return { id, state, total, created_at, by, error, title, done: rows, bulk: null, file: view };
}

function jobColumns(t: Translate): PlainColumn<Job>[] {
  return [
    {
      id: 'what',
      title: t('background.what'),
      cell: (job) => (
        <span className="face-cell">
          <span className="file-sign">{job.file ? <FileDown size={16} /> : <Layers size={16} />}</span>
          <span className="two-lines">
            <b>{job.title}</b>
            <span>{t(job.file ? 'background.exports' : 'background.bulk')}</span>
          </span>
        </span>
      ),
    },
    { id: 'state', isExtra: true, title: t('importing.stateLabel'), cell: (job) => <ImportState state={job.state} /> },
    { id: 'progress', title: t('background.progressLabel'), width: 240, cell: (job) => <JobProgress job={job} /> },
    { id: 'by', isExtra: true, title: t('importing.by'), cell: (job) => <Person person={job.by} /> },
    {
      id: 'at',
      isExtra: true,
      title: t('importing.at'),
      cell: (job) => (
        <time className="second" title={dateTime(job.created_at)}>
          {relativeDay(job.created_at)}
        </time>
      ),
    },
    { id: 'deeds', title: '', width: 120, cell: (job) => <JobDeed job={job} /> },
  ];
}

function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (job.error) return <span className="late">{job.error}</span>;
  if (isBusy(job)) {
    const words = t('background.progress', { done: number(job.done), total: number(job.total) });
    return <Progress isSlim label={job.title} done={job.done} total={job.total} words={[words, '']} />;
  }
  const { bulk } = job;
  const rest = [
    bulk && bulk.skipped > 0 ? t('background.skipped', { count: bulk.skipped }) : null,
    bulk && bulk.failed > 0 ? t('background.failed', { count: bulk.failed }) : null,
    job.file?.size ? fileSize(job.file.size) : null,
  ].filter(Boolean);
  return (
    <span className="second">
      {[t('background.rows', { count: bulk ? bulk.done : job.done }), ...rest].join(' · ')}
    </span>
  );
}

function JobDeed({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const reason = useRecordReason(job.bulk?.can);
  const undo = useWrite<BulkChange>({
    deed: (change) => api.put(`/bulk-changes/${change.id}/undo`),
    touches: () => [['bulk-changes'], ['customers']],
  });
  const { bulk, file } = job;
  if (file) {
    return (
      <span className="row-deeds">
        {file.state === 'done' && file.file_name && (
          <Button size="small" icon={<Download size={13} />} href={urlOf(`/exports/${file.id}/file`)} download>
            {t('background.download')}
          </Button>
        )}
      </span>
    );
  }
  if (bulk?.state !== 'done') return null;
  const ask = () =>
    modal.confirm({
      title: t('background.undoTitle'),
      content: t('background.undoText', { count: bulk.done }),
      okText: t('background.undo'),
      onOk: () => undo.mutateAsync(bulk).catch(() => {}),
    });
  return (
    <span className="row-deeds">
      <Deed size="small" icon={<Undo2 size={13} />} reason={reason('undo')} onClick={ask}>
        {t('background.undo')}
      </Deed>
    </span>
  );
}

function isId(value: string | null): boolean {
  return value !== null && /^[0-9a-f]{8}-/.test(value);
}
