// A whole cut into parts, each a bar that opens the customers it stands for.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { QualityView } from '../../shared/api/types';
import { number } from '../../shared/format';

export interface Slice {
  key: string;
  name: string;
  customers: number;
  tone?: 'good' | 'fair' | 'poor';
  /** The list of customers behind it. */
  filter: string[];
}

interface SlicesProps {
  title: string;
  slices: Slice[];
  /** What a whole bar would be, for the share. */
  total: number;
  /** What is said when there is nothing to show. */
  none?: string;
}

export function Slices({ title, slices, total, none }: SlicesProps) {
  const most = Math.max(1, ...slices.map(({ customers }) => customers));
  return (
    <section className="card home-stages" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      {none && slices.length === 0 && <p className="inside muted">{none}</p>}
      <ul className="inside quality-slices">
        {slices.map(({ key, name, customers, tone = 'fair', filter }) => (
          <li key={key}>
            <Link to="/customers" search={{ filter, sort: 'quality' }}>
              <span className="name cut" title={name}>
                {name}
              </span>
              <span className="rail">
                {customers > 0 && <i className={tone} style={{ width: `${(customers / most) * 100}%` }} />}
              </span>
              <b className="num">{number(customers)}</b>
              <span className="muted num">{total === 0 ? '' : `${Math.round((customers / total) * 100)}%`}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is missing and what is doubtful, the most frequent first. */
export function Gaps({ view }: { view: QualityView }) {
  const { t } = useTranslation();
  const { customers } = view.all;
  const missing: Slice[] = view.missing.map((one) => ({
    key: one.field,
    name: t(`quality.missing.${one.field}`),
    customers: one.customers,
    filter: [`missing:any_of:${one.field}`],
  }));
  const doubtful: Slice[] = view.doubtful.map((one) => ({
    key: one.doubt,
    name: t(`quality.doubt.${one.doubt}`),
    customers: one.customers,
    tone: 'poor',
    filter: [`doubtful:any_of:${one.doubt}`],
  }));
  return (
    <>
      <Slices
        title={t('quality.missingTitle')}
        slices={frequentFirst(missing)}
        total={customers}
        none={t('quality.none')}
      />
      <Slices
        title={t('quality.doubtTitle')}
        slices={frequentFirst(doubtful)}
        total={customers}
        none={t('quality.noDoubts')}
      />
    </>
  );
}

function frequentFirst(slices: Slice[]): Slice[] {
  return slices.filter(({ customers }) => customers > 0).sort((one, other) => other.customers - one.customers);
}
