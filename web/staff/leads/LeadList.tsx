// The list of leads: a table at a desk, two lines each on a phone.
import { Button } from 'antd';
import { Hand, Inbox } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LeadRow, LeadView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { phone, relativeDay } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { useWrite } from '../../shared/queries';
import { Person } from '../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { usePower, useStoreChoice } from '../session/session';
import { budgetOf, GradeTag, LeadDue, LeadState, wishOf } from './LeadFaces';
import type { LeadSearch, LeadViewName } from './search';

type Translate = ReturnType<typeof useTranslation>['t'];

interface LeadListProps {
  search: LeadSearch;
  onOpen: (id: string) => void;
}

export function LeadList({ search, onOpen }: LeadListProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { store } = useStoreChoice();
  const view = search.view ?? 'mine';
  const { q, channel, grade } = search;
  const list = useEndless<LeadRow>('/leads', {
    ...asked(view),
    q,
    channel,
    grade,
    store: store?.id,
    sort: search.sort ?? (view === 'overdue' ? 'due' : undefined),
  });
  const isFiltered = Boolean(q || channel || grade);
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (!list.isLoading && list.items.length === 0) {
    return (
      <Empty
        icon={Inbox}
        title={isFiltered ? t('leads.noneMatch') : t(`leads.none.${view}`)}
        {...(isFiltered ? {} : { hint: t('leads.noneHint') })}
      />
    );
  }
  return (
    <div className="table-frame">
      <PlainTable
        label={t('leads.list')}
        rows={list.isLoading ? undefined : list.items}
        endless={list}
        present={search.open}
        onOpen={({ id }) => onOpen(id)}
        columns={isPhone ? phoneColumns(t, onOpen) : columns(t, onOpen)}
      />
    </div>
  );
}

function asked(view: LeadViewName) {
  switch (view) {
    case 'mine':
      return { consultant: 'me' };
    case 'pool':
      return { consultant: 'none' };
    case 'overdue':
      return { overdue: true };
    case 'losses':
      return { state: 'loss_asked' };
    case 'all':
      return { state: 'all' };
  }
}

function columns(t: Translate, onOpen: (id: string) => void): PlainColumn<LeadRow>[] {
  return [
    { id: 'who', title: t('leads.column.who'), width: 190, cell: (lead) => <Who lead={lead} onOpen={onOpen} /> },
    { id: 'wish', title: t('leads.column.wish'), cell: (lead) => <Wish lead={lead} /> },
    { id: 'state', title: t('leads.column.state'), width: 112, cell: (lead) => <LeadState lead={lead} /> },
    { id: 'grade', title: t('leads.column.grade'), width: 84, cell: (lead) => <GradeTag grade={lead.grade} /> },
    { id: 'channel', title: t('leads.column.channel'), width: 132, cell: (lead) => <Channel lead={lead} /> },
    { id: 'due', title: t('leads.column.due'), width: 150, cell: (lead) => <LeadDue lead={lead} /> },
    { id: 'consultant', title: t('leads.column.consultant'), width: 130, cell: (lead) => <Consultant lead={lead} /> },
    {
      id: 'enquired',
      title: t('leads.column.enquired'),
      width: 96,
      alignsEnd: true,
      cell: (lead) => <span className="second">{relativeDay(lead.last_enquired_at)}</span>,
    },
  ];
}

function phoneColumns(t: Translate, onOpen: (id: string) => void): PlainColumn<LeadRow>[] {
  return [
    { id: 'who', title: t('leads.column.who'), cell: (lead) => <Who lead={lead} onOpen={onOpen} isWide /> },
    {
      id: 'due',
      title: t('leads.column.due'),
      width: 136,
      alignsEnd: true,
      cell: (lead) => (
        <span className="two-lines">
          {lead.state === 'unassigned' ? <Consultant lead={lead} /> : <LeadState lead={lead} />}
          <LeadDue lead={lead} />
        </span>
      ),
    },
  ];
}

function Who({ lead, onOpen, isWide = false }: { lead: LeadRow; onOpen: (id: string) => void; isWide?: boolean }) {
  const { t } = useTranslation();
  const second = isWide ? (wishOf(lead) ?? t(`leads.channel.${lead.channel}`)) : phone(lead.customer.phone);
  return (
    <button
      type="button"
      className="cell-button two-lines"
      aria-label={t('leads.open', { name: lead.customer.name })}
      onClick={() => onOpen(lead.id)}
    >
      <b className="cut">
        {lead.customer.name}
        {isWide && <span className="muted"> · {t(`leads.grade.${lead.grade}`)}</span>}
      </b>
      <span className="num cut">{second}</span>
    </button>
  );
}

function Wish({ lead }: { lead: LeadRow }) {
  const { t } = useTranslation();
  const details = [budgetOf(lead, t), lead.horizon && t(`leads.horizon.${lead.horizon}`), lead.comment];
  return (
    <span className="two-lines">
      <span className={`cut${wishOf(lead) ? '' : ' muted'}`}>{wishOf(lead) ?? t('leads.noWish')}</span>
      <span className="second cut">{details.filter(Boolean).join(' · ')}</span>
    </span>
  );
}

function Channel({ lead }: { lead: LeadRow }) {
  const { t } = useTranslation();
  return (
    <span className="two-lines">
      <span className="cut">{t(`leads.channel.${lead.channel}`)}</span>
      <span className="second cut">
        {lead.enquiries > 1 ? t('leads.times', { count: lead.enquiries }) : (lead.source ?? '')}
      </span>
    </span>
  );
}

/** Who works on it; in the pool the button that takes it. */
function Consultant({ lead }: { lead: LeadRow }) {
  const { t } = useTranslation();
  const { may } = usePower();
  const claim = useWrite<void, LeadView>({
    deed: () => api.put<LeadView>(`/leads/${lead.id}/claim`),
    touches: () => [['leads'], ['tasks'], ['home']],
    done: () => t('leads.claimed'),
    onProblem: () => false,
  });
  if (lead.consultant) return <Person person={lead.consultant} />;
  if (lead.state !== 'unassigned' || !may('work_leads')) return <span className="muted">{t('leads.inPool')}</span>;
  return (
    <Button
      size="small"
      icon={<Hand size={13} />}
      loading={claim.isPending}
      aria-label={t('leads.claimNamed', { name: lead.customer.name })}
      onClick={() => claim.mutate()}
    >
      {t('leads.claim')}
    </Button>
  );
}
