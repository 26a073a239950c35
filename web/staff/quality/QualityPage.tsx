// How complete and believable the records are: by store, by field, by source, by who looks after them, and over time.
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { ClipboardCheck, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QualityView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime, number, relativeDay } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { LineChart } from '../../shared/ui/LineChart';
import { PageHead } from '../../shared/ui/PageHead';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { Figure } from '../home/Figures';
import '../home/home.css';
import { usePower, useStoreChoice } from '../session/session';
import { PendingChanges } from '../verified/PendingChanges';
import { Audits } from './Audits';
import { Confirmations } from './Confirmations';
import { Gaps, type Slice, Slices } from './Slices';
import { StandingTable } from './StandingTable';
import './quality.css';
import { QUALITY_TABS, type QualityTabName } from './search';

export function QualityPage() {
  const { t } = useTranslation();
  const { may } = usePower();
  const { tab = may('see_data_quality') ? 'standing' : 'changes' } = useSearch({ from: '/staff/quality' });
  const tabs = QUALITY_TABS.filter((one) => one === 'changes' || may('see_data_quality'));
  return (
    <>
      {tab !== 'standing' && <PageHead title={t('page.quality')} />}
      <QualityTab tab={tab}>
        <SectionTabs
          label={t('quality.tabs')}
          present={tab}
          tabs={tabs.map((one) => ({
            key: one,
            title: t(`quality.tab.${one}`),
            link: { to: '/quality', search: { tab: one === 'standing' ? undefined : one } },
          }))}
        />
      </QualityTab>
    </>
  );
}

function QualityTab({ tab, children }: { tab: QualityTabName; children: ReactNode }) {
  if (tab === 'standing') return <StandingPage>{children}</StandingPage>;
  return (
    <>
      {children}
      {tab === 'audits' && <Audits />}
      {tab === 'confirmations' && <Confirmations />}
      {tab === 'changes' && <PendingChanges />}
    </>
  );
}

function StandingPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { store } = useStoreChoice();
  const quality = useQuery(read<QualityView>('/quality', { store: store?.id }));
  const view = quality.data;
  return (
    <>
      <PageHead
        title={t('page.quality')}
        beside={
          view?.counted_at && (
            <span className="muted num page-hint" title={dateTime(view.counted_at)}>
              {t('quality.counted', { when: `${relativeDay(view.counted_at)} ${dateTime(view.counted_at).slice(11)}` })}
            </span>
          )
        }
      >
        <CountAgain />
      </PageHead>
      {children}
      <div className="page-body">
        {view ? (
          view.counted_at ? (
            <Standing view={view} />
          ) : (
            <Empty icon={ClipboardCheck} title={t('quality.never')} hint={t('quality.neverHint')} />
          )
        ) : quality.error ? (
          <ErrorState failure={quality.error} onRetry={() => void quality.refetch()} />
        ) : (
          <Skeleton lines={10} />
        )}
      </div>
    </>
  );
}

function CountAgain() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const count = useWrite({
    deed: () => api.post('/quality/count'),
    done: () => t('quality.counting'),
    touches: () => [['quality']],
  });
  return (
    <Deed
      icon={<RefreshCw size={14} />}
      reason={reason('manage_data_quality')}
      loading={count.isPending}
      onClick={() => count.mutate()}
    >
      {t('quality.count')}
    </Deed>
  );
}

function Standing({ view }: { view: QualityView }) {
  const { t } = useTranslation();
  const { all } = view;
  const latest = view.months.at(-1);
  const bands: Slice[] = [...view.bands].reverse().map(({ from, to, customers }) => ({
    key: String(from),
    name: t('quality.band', { from, to }),
    customers,
    tone: from >= 80 ? 'good' : from >= 60 ? 'fair' : 'poor',
    filter: [`quality:at_least:${from}`, `quality:at_most:${to}`],
  }));
  return (
    <div className="quality">
      <div className="home-figures quality-figures">
        <Figure
          label={t('quality.average')}
          value={number(all.quality)}
          link={{ to: '/customers', search: { sort: 'quality' } }}
        />
        <Figure
          label={t('quality.completeness')}
          value={`${all.completeness}%`}
          link={{ to: '/customers', search: { filter: ['missing:present'], sort: 'quality' } }}
        />
        <Figure
          label={t('quality.validity')}
          value={`${all.validity}%`}
          link={{ to: '/customers', search: { filter: ['doubtful:present'], sort: 'quality' } }}
        />
        <Figure
          label={t('quality.doubtful')}
          value={number(latest?.doubtful ?? 0)}
          isAlarming={(latest?.doubtful ?? 0) * 4 > all.customers}
          link={{ to: '/customers', search: { filter: ['doubtful:present'], sort: 'quality' } }}
          below={percentOf(latest?.doubtful ?? 0, all.customers)}
        />
      </div>
      <Slices title={t('quality.bands')} slices={bands} total={all.customers} />
      <section className="card" aria-label={t('quality.trend')}>
        <header>
          <h2>{t('quality.trend')}</h2>
        </header>
        <div className="inside">
          <LineChart
            label={t('quality.trendLabel')}
            unit={t('quality.points')}
            points={view.months.map(({ month, average }) => ({ at: month, value: average.quality }))}
          />
        </div>
      </section>
      <Gaps view={view} />
      <StandingTable
        title={t('quality.stores')}
        rows={view.stores.map(({ store, average }) => ({
          id: store.id,
          name: store.name,
          average,
          filter: [`store:any_of:${store.id}`],
        }))}
      />
      <StandingTable
        title={t('quality.sources')}
        rows={view.sources.map(({ source, average }) => ({
          id: source ?? '',
          name: source ? t(`source.${source}`, { defaultValue: source }) : t('quality.noSource'),
          average,
          filter: [source ? `source:is:${source}` : 'source:empty'],
        }))}
      />
      {(['consultant', 'advisor'] as const).map((desk) => (
        <StandingTable
          key={desk}
          title={t(`quality.${desk}s`)}
          rows={view[`${desk}s`].map(({ person, average }) => ({
            id: person?.id ?? '',
            name: person?.name || t('quality.nobody'),
            average,
            filter: [person ? `${desk}:is:${person.id}` : `${desk}:empty`],
          }))}
        />
      ))}
    </div>
  );
}

function percentOf(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((part / whole) * 1000) / 10}%`;
}
