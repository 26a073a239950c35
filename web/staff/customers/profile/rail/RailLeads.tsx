// The customer's wishes for a car: the leads that stand, and how far each has come.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Magnet } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LeadRow, Page } from '../../../../shared/api/types';
import { read } from '../../../../shared/queries';
import { GradeTag, LeadDue, LeadState, wishOf } from '../../../leads/LeadFaces';
import '../../../leads/leads.css';
import { usePower } from '../../../session/session';
import { RailSection } from './RailSection';

const SHOWN = 3;

/** Nothing where there are none, or none to be seen. */
export function RailLeads({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const { may } = usePower();
  const { data } = useQuery({
    ...read<Page<LeadRow>>('/leads', { customer: customerId, state: 'all', limit: SHOWN }),
    enabled: may('see_leads'),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <RailSection title={t('leads.ofCustomer')}>
      {data.items.map((lead) => (
        <Link key={lead.id} to="/leads" search={{ view: 'all', open: lead.id }} className="rail-vehicle">
          <span className="line">
            <Magnet size={15} aria-hidden />
            <b className="cut">{wishOf(lead) ?? t('leads.noWish')}</b>
            <GradeTag grade={lead.grade} />
          </span>
          <span className="line amounts">
            <LeadState lead={lead} />
            <LeadDue lead={lead} />
            <span className="cut">{lead.consultant?.name ?? t('leads.inPool')}</span>
          </span>
        </Link>
      ))}
    </RailSection>
  );
}
