// One of the two records: who it is, how it is reached, what is known of it.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MergeSide } from '../../../shared/api/types';
import { date, money, phone } from '../../../shared/format';
import { Avatar, StageTag, Tag } from '../../../shared/ui/faces';
import { PlateBadge } from '../../../shared/ui/PlateBadge';

interface SideCardProps {
  side: MergeSide;
  isKept: boolean;
  isProposed: boolean;
  onKeep: () => void;
}

export function SideCard({ side, isKept, isProposed, onKeep }: SideCardProps) {
  const { t } = useTranslation();
  const { customer, facts, vehicles } = side;
  const reached = customer.contacts.map(({ kind, value }) => (kind === 'phone' ? phone(value) : value));
  return (
    <section
      className={`merge-side${isKept ? ' kept' : ''}`}
      aria-label={`${t(isKept ? 'merge.kept' : 'merge.absorbed')} ${customer.name}`}
    >
      <header>
        <Avatar name={customer.name} size={36} />
        <div className="two-lines">
          <Link to="/customers/$id" params={{ id: customer.id }} className="merge-name">
            {customer.name}
          </Link>
          <span className="muted num cut">
            {customer.number} · {customer.store.name}
          </span>
        </div>
        <Tag tone={isKept ? 'green' : 'slate'}>{t(isKept ? 'merge.kept' : 'merge.absorbed')}</Tag>
      </header>
      <p className="merge-line">
        <StageTag stage={customer.stage} />
        {vehicles.map(({ id, plate }) => plate && <PlateBadge key={id} plate={plate} />)}
      </p>
      <p className="merge-line num">{reached.join(' · ') || t('profile.noContacts')}</p>
      <p className="merge-line muted">
        {t('merge.facts', { visits: facts.visits, spend: money(facts.spend), tasks: side.open_tasks })}
        {' · '}
        {t('attribute.created')} {date(customer.created_at)}
      </p>
      {!isKept && (
        <Button size="small" onClick={onKeep}>
          {t(isProposed ? 'merge.keepProposed' : 'merge.keepThis')}
        </Button>
      )}
    </section>
  );
}
