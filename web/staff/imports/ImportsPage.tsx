// What has been imported, and the other long jobs: exports and bulk changes.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { App } from 'antd';
import { FileSpreadsheet, FileUp, Layers, Trash2, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportLine } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { dateTime, fileSize, number, relativeDay } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Person } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Progress } from '../../shared/ui/Progress';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { Empty, ErrorState } from '../../shared/ui/states';
import { usePower } from '../session/session';
import { Background } from './Background';
import { ImportState } from './ImportState';
import './imports.css';
import { isUnderWay } from './steps';

export function ImportsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { reason } = usePower();
  const { tab = 'imports' } = useSearch({ from: '/staff/imports' });
  return (
    <>
      <PageHead title={t('page.imports')}>
        <Deed
          type="primary"
          icon={<Upload size={14} />}
          reason={reason('import_customers')}
          onClick={() => void navigate({ to: '/imports/new' })}
        >
          {t('importing.new')}
        </Deed>
      </PageHead>
      <SectionTabs
        label={t('page.imports')}
        present={tab}
        tabs={[
          { key: 'imports', title: t('importing.tabs.imports'), icon: FileUp, link: { to: '/imports' } },
          {
            key: 'background',
            title: t('importing.tabs.background'),
            icon: Layers,
            link: { to: '/imports', search: { tab: 'background' } },
          },
        ]}
      />
      {tab === 'imports' ? <ImportList /> : <Background />}
    </>
  );
}

function ImportList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useEndless<ImportLine>('/imports', {}, { watches: (view) => isUnderWay(view.state) });
  const remove = useRemove();
  const isPhone = useIsPhone();
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (!list.isLoading && list.items.length === 0) {
    return (
      <Empty icon={FileUp} title={t('importing.none')} hint={t('importing.noneHint')}>
        <Link to="/imports/new" className="link">
          {t('importing.new')}
        </Link>
      </Empty>
    );
  }
  return (
    <div className="table-frame">
      <PlainTable
        label={t('importing.list')}
        rows={list.isLoading ? undefined : list.items}
        columns={importColumns(t, isPhone, remove)}
        endless={list}
        onOpen={(view) => void navigate({ to: '/imports/$id', params: { id: view.id } })}
      />
    </div>
  );
}

function importColumns(
  t: ReturnType<typeof useTranslation>['t'],
  isPhone: boolean,
  onRemove: (view: ImportLine) => void,
) {
  const columns: PlainColumn<ImportLine>[] = [
    {
      id: 'file',
      title: t('importing.file'),
      cell: (view) => (
        <span className="face-cell">
          <span className="file-sign">
            <FileSpreadsheet size={16} />
          </span>
          <span className="two-lines">
            <b>
              <Link to="/imports/$id" params={{ id: view.id }} className="cut">
                {view.file_name}
              </Link>
            </b>
            <span>
              {fileSize(view.size)} · {t('background.rows', { count: view.totals.rows })}
            </span>
            {isPhone && (
              <span className="import-standing">
                <ImportState state={view.state} />
                <time title={dateTime(view.created_at)}>{relativeDay(view.created_at)}</time>
              </span>
            )}
          </span>
        </span>
      ),
    },
    { id: 'store', isExtra: true, title: t('importing.store'), cell: (view) => view.store.name },
    {
      id: 'state',
      isExtra: true,
      title: t('importing.stateLabel'),
      cell: (view) => <ImportState state={view.state} />,
    },
    {
      id: 'result',
      isExtra: true,
      title: t('importing.resultLabel'),
      width: 260,
      cell: (view) => <Outcome view={view} />,
    },
    { id: 'by', isExtra: true, title: t('importing.by'), cell: (view) => <Person person={view.by} /> },
    {
      id: 'at',
      isExtra: true,
      title: t('importing.at'),
      cell: (view) => (
        <time className="second" title={dateTime(view.created_at)}>
          {relativeDay(view.created_at)}
        </time>
      ),
    },
    {
      id: 'deeds',
      title: '',
      width: 48,
      cell: (view) =>
        view.can.includes('delete') && (
          <Deed
            type="text"
            size="small"
            icon={<Trash2 size={14} />}
            hint={`${t('importing.delete')} ${view.file_name}`}
            onClick={() => onRemove(view)}
          />
        ),
    },
  ];
  return columns;
}

function Outcome({ view }: { view: ImportLine }) {
  const { t } = useTranslation();
  const { read, rows, created, updated, failed } = view.totals;
  if (isUnderWay(view.state)) {
    return (
      <Progress
        isSlim
        label={t(`importing.${view.state}`)}
        done={read}
        total={rows}
        words={[t('importing.read', { read: number(read), rows: number(rows) }), '']}
      />
    );
  }
  if (view.state === 'failed') return <span className="late">{view.error}</span>;
  if (view.state === 'mapping') return null;
  return (
    <span className={failed > 0 ? '' : 'second'}>
      {t(view.state === 'checked' ? 'importing.summaryChecked' : 'importing.summary', {
        created: number(created),
        updated: number(updated),
        failed: number(failed),
      })}
    </span>
  );
}

function useRemove() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useWrite<ImportLine>({
    deed: (view) => api.remove(`/imports/${view.id}`, { version: view.version }),
    touches: () => [['imports']],
    done: () => t('common.deleted'),
  });
  return (view: ImportLine) =>
    modal.confirm({
      title: t('importing.deleteTitle', { name: view.file_name }),
      content: t('importing.deleteText'),
      okText: t('importing.delete'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(view).catch(() => {}),
    });
}
