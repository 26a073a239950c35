// Warns while one types that this customer may be known already.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Form, type FormInstance } from 'antd';
import { UserRoundSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Match } from '../../../shared/api/types';
import { listing, phone } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { useSettled } from '../../../shared/settled';
import { Avatar } from '../../../shared/ui/faces';
import type { CustomerWords } from './words';

const SETTLE_MS = 300;
/** Shorter pieces would match half the town. */
const LEAST = { phone: 7, plate: 7, vin: 17, name: 2 };

export function MatchWarning({ form }: { form: FormInstance<CustomerWords> }) {
  const { t } = useTranslation();
  const words = Form.useWatch([], form) as CustomerWords | undefined;
  const asked = {
    phone: longEnough(words?.phone, LEAST.phone),
    name: longEnough(words?.name, LEAST.name),
    plate: longEnough(words?.car?.plate, LEAST.plate),
    vin: longEnough(words?.car?.vin, LEAST.vin),
  };
  const settled = JSON.parse(useSettled(JSON.stringify(asked), SETTLE_MS)) as Partial<typeof asked>;
  const isWorthAsking = Boolean(settled.phone || settled.plate || settled.vin);
  const { data: matches = [] } = useQuery({ ...read<Match[]>('/customers/matches', settled), enabled: isWorthAsking });
  if (!isWorthAsking || matches.length === 0) return null;
  return (
    <section className="matches" role="status">
      <p>
        <UserRoundSearch size={15} />
        {t('newCustomer.matches', { count: matches.length })}
      </p>
      {matches.slice(0, 4).map((match) => (
        <Link key={match.id} to="/customers/$id" params={{ id: match.id }}>
          <Avatar name={match.name} size={22} />
          <b>{match.name}</b>
          <span className="muted num cut">
            {[match.phone && phone(match.phone), match.number, match.store.name].filter(Boolean).join(' · ')}
          </span>
          <span className="tag tone-amber">
            <span>
              {listing(match.reasons.map((reason) => t(`palette.matched.${reason}`, { defaultValue: reason })))}
            </span>
          </span>
        </Link>
      ))}
    </section>
  );
}

function longEnough(words: string | undefined, least: number): string | undefined {
  const plain = words?.trim() ?? '';
  return plain.length >= least ? plain : undefined;
}
