// Warns while one types that this customer may be known already: how sure, why, and the way to the one who is.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Form, type FormInstance, Tooltip } from 'antd';
import { ArrowRight, Lock, UserRoundSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Match } from '../../../shared/api/types';
import { listing, phone } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { useSettled } from '../../../shared/settled';
import { Avatar } from '../../../shared/ui/faces';
import { BandTag } from '../../duplicates/BandTag';
import { useSession } from '../../session/session';
import type { CustomerWords } from './words';

const SETTLE_MS = 300;
/** Shorter pieces would match half the town. */
const LEAST = { phone: 7, plate: 7, vin: 6, name: 2 };
const SHOWN_MAX = 4;

export function MatchWarning({ form }: { form: FormInstance<CustomerWords> }) {
  const { t } = useTranslation();
  const words = Form.useWatch([], form) as CustomerWords | undefined;
  const asked = {
    phone: longEnough(words?.phone, LEAST.phone),
    name: longEnough(words?.name, LEAST.name),
    gender: words?.gender,
    plate: longEnough(words?.car?.plate, LEAST.plate),
    vin: longEnough(words?.car?.vin, LEAST.vin),
  };
  const settled = JSON.parse(useSettled(JSON.stringify(asked), SETTLE_MS)) as Partial<typeof asked>;
  const isWorthAsking = Boolean(settled.phone || settled.name || settled.plate || settled.vin);
  const { data: matches = [] } = useQuery({ ...read<Match[]>('/customers/matches', settled), enabled: isWorthAsking });
  if (!isWorthAsking || matches.length === 0) return null;
  const isSure = matches[0]?.band === 'same';
  return (
    <section className={`matches${isSure ? ' sure' : ''}`} role="status">
      <p>
        <UserRoundSearch size={15} />
        {t(isSure ? 'newCustomer.known' : 'newCustomer.matches')}
      </p>
      {matches.slice(0, SHOWN_MAX).map((match, place) => (
        <MatchLine key={match.id ?? place} match={match} />
      ))}
    </section>
  );
}

function MatchLine({ match }: { match: Match }) {
  const { t } = useTranslation();
  const { stores } = useSession();
  if (!match.id) {
    const isHere = stores.some(({ id }) => id === match.store.id);
    return (
      <div className="match">
        <Lock size={16} />
        <span className="two-lines">
          <span>{t(isHere ? 'newCustomer.withColleague' : 'newCustomer.elsewhere', { store: match.store.name })}</span>
        </span>
        {match.band !== 'different' && <BandTag band={match.band} />}
      </div>
    );
  }
  const why = match.reasons.filter((reason) => reason.weight > 0).map((reason) => reason.words);
  const facts = [match.phone && phone(match.phone), match.number, match.store.name].filter(Boolean).join(' · ');
  return (
    <Link className="match" to="/customers/$id" params={{ id: match.id }}>
      <Avatar name={match.name ?? ''} size={26} />
      <span className="two-lines">
        <span>
          <b>{match.name}</b> <span className="muted num">{facts}</span>
        </span>
        <span className="why">
          {listing(why)}
          {match.caution && <span className="muted"> · {match.caution.words}</span>}
        </span>
      </span>
      {match.band !== 'different' && <BandTag band={match.band} percent={match.percent} />}
      <Tooltip title={t('newCustomer.take')}>
        <ArrowRight size={15} aria-label={t('newCustomer.take')} />
      </Tooltip>
    </Link>
  );
}

function longEnough(words: string | undefined, least: number): string | undefined {
  const plain = words?.trim() ?? '';
  return plain.length >= least ? plain : undefined;
}
