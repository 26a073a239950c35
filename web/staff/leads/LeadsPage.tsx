// Leads: one's own, the pool of the store, what is late, losses to be decided, and all of them.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Select, Tooltip } from 'antd';
import { AlarmClock, Cable, Inbox, Layers, type LucideIcon, Plus, Route, UserRound, UserRoundX } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeadSummary } from '../../shared/api/types';
import { count } from '../../shared/format';
import { useKeys } from '../../shared/keys';
import { useIsPhone } from '../../shared/media';
import { read } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { PageHead } from '../../shared/ui/PageHead';
import { SearchBox } from '../../shared/ui/SearchBox';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { Empty } from '../../shared/ui/states';
import { usePower, useStoreChoice } from '../session/session';
import { Taking } from './assignment/Taking';
import { LeadDrawer } from './LeadDrawer';
import { LeadList } from './LeadList';
import './leads.css';
import { NewLeadDrawer } from './NewLeadDrawer';
import { type LeadSearch, type LeadViewName, VIEWS } from './search';
import { CHANNELS, GRADES, SORTS } from './words';

const SIGN: Record<LeadViewName, LucideIcon> = {
  mine: UserRound,
  pool: Inbox,
  overdue: AlarmClock,
  losses: UserRoundX,
  all: Layers,
};
/** Whatever waits has a figure; all of them have none. */
const FIGURES = ['mine', 'pool', 'overdue', 'losses'] as const;

export function LeadsPage() {
  const { t } = useTranslation();
  const { may, reason } = usePower();
  const search = useSearch({ from: '/staff/leads' });
  const navigate = useNavigate({ from: '/leads' });
  const turn = useCallback(
    (part: LeadSearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: part.open === undefined }),
    [navigate],
  );
  const { store } = useStoreChoice();
  const sees = may('see_leads');
  const { data: summary } = useQuery({
    ...read<LeadSummary>('/leads/summary', { store: store?.id }),
    enabled: sees,
  });
  useKeys({ n: () => turn({ new: true }) }, may('add_leads') && !search.new && !search.open);
  const view = search.view ?? (may('assign_leads') ? 'all' : 'mine');
  const shown = VIEWS.filter((one) => one !== 'losses' || may('decide_losses'));
  return (
    <>
      <PageHead title={t('page.leads')} beside={summary && <OnTime summary={summary} />}>
        {may('work_leads') && <Taking />}
        {sees && (
          <Link to="/leads/assignment" className="head-link">
            <Route size={15} aria-hidden />
            {t('assignment.open')}
          </Link>
        )}
        {(may('manage_connectors') || may('mend_payloads')) && (
          <Link to="/leads/channels" className="head-link">
            <Cable size={15} aria-hidden />
            {t('leadChannels.open')}
          </Link>
        )}
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={reason('add_leads')}
          aria-keyshortcuts="n"
          onClick={() => turn({ new: true })}
        >
          {t('leads.new')}
        </Deed>
      </PageHead>
      {sees ? (
        <>
          <SectionTabs
            label={t('leads.views')}
            present={view}
            tabs={shown.map((one) => ({
              key: one,
              title: t(`leads.view.${one}`),
              icon: SIGN[one],
              figure: figureOf(one, summary),
              link: { to: '/leads', search: { view: one } },
            }))}
          />
          <Filters search={search} turn={turn} />
          <LeadList search={search} onOpen={(id) => turn({ open: id })} />
        </>
      ) : (
        <Empty icon={Inbox} title={t('leads.handedOn')} hint={t('leads.handedOnHint')} />
      )}
      <LeadDrawer id={search.open} onClose={() => turn({ open: undefined })} />
      <NewLeadDrawer
        isOpen={search.new === true}
        onClose={() => turn({ new: undefined })}
        onTaken={(id) => turn({ new: undefined, ...(id ? { open: id } : {}) })}
      />
    </>
  );
}

function figureOf(view: LeadViewName, summary: LeadSummary | undefined): string | undefined {
  const figure = FIGURES.find((one) => one === view);
  return figure && summary?.[figure].count ? count(summary[figure]) : undefined;
}

/** Of the enquiries of the last thirty days, how many were answered within the limit. */
function OnTime({ summary }: { summary: LeadSummary }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [answered, inTime] = [summary.answered.count, summary.in_time.count];
  if (isPhone || answered === 0) return null;
  const share = inTime / answered;
  const tone = share >= 0.95 ? 'good' : share >= 0.8 ? 'fair' : 'poor';
  return (
    <Tooltip title={t('leads.onTimeHint', { answered: count(summary.answered), inTime: count(summary.in_time) })}>
      <span className={`on-time ${tone} num`}>{t('leads.onTime', { percent: `${Math.round(share * 100)}%` })}</span>
    </Tooltip>
  );
}

function Filters({ search, turn }: { search: LeadSearch; turn: (part: LeadSearch) => void }) {
  const { t } = useTranslation();
  const ask = useCallback((words: string) => turn({ q: words || undefined }), [turn]);
  return (
    <div className="filter-row lead-filters">
      <SearchBox value={search.q ?? ''} placeholder={t('leads.search')} onChange={ask} />
      <Select<(typeof CHANNELS)[number] | ''>
        aria-label={t('leads.channelLabel')}
        value={search.channel ?? ''}
        onChange={(channel) => turn({ channel: channel || undefined })}
        options={[
          { value: '', label: t('leads.anyChannel') },
          ...CHANNELS.map((one) => ({ value: one, label: t(`leads.channel.${one}`) })),
        ]}
      />
      <Select<(typeof GRADES)[number] | ''>
        aria-label={t('leads.gradeLabel')}
        value={search.grade ?? ''}
        onChange={(grade) => turn({ grade: grade || undefined })}
        options={[
          { value: '', label: t('leads.anyGrade') },
          ...GRADES.map((one) => ({ value: one, label: t(`leads.grade.${one}`) })),
        ]}
      />
      <Select
        aria-label={t('leads.order')}
        value={search.sort ?? '-enquired'}
        onChange={(sort) => turn({ sort: sort === '-enquired' ? undefined : sort })}
        options={SORTS.map((one) => ({ value: one, label: t(`leads.sort.${one}`) }))}
      />
    </div>
  );
}
