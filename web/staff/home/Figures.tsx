// The figures one looks at first, each a door to the customers behind it.
import { Link, type LinkProps } from '@tanstack/react-router';
import { TrendingDown, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HomeView } from '../../shared/api/types';
import { count, number } from '../../shared/format';
import { Spark } from '../../shared/ui/charts';
import { monthStart } from './times';

export function Figures({ home }: { home: HomeView }) {
  const { t } = useTranslation();
  const { new_this_month, new_last_month, total } = home.customers;
  const weeks = home.new_by_week.map((week) => week.count);
  // The stages are counted to the end, so that their sum is exact where the count is capped.
  const all = total.capped ? { count: home.stages.reduce((sum, stage) => sum + stage.count, 0), capped: false } : total;
  return (
    <div className="home-figures">
      <Figure label={t('home.customers')} value={count(all)} link={{ to: '/customers' }}>
        <Spark values={running(weeks)} colour="var(--chart1)" />
      </Figure>
      <Figure
        label={t('home.newThisMonth')}
        value={number(new_this_month)}
        link={{ to: '/customers', search: { filter: [`created:after:${monthStart()}`], sort: '-created' } }}
        below={<Trend now={new_this_month} before={new_last_month} />}
      >
        <Spark values={weeks} colour={new_this_month >= new_last_month ? 'var(--chart2)' : 'var(--chart5)'} />
      </Figure>
      <Figure
        label={t('home.serviceDue')}
        value={count(home.service_due_30)}
        link={{ to: '/customers', search: { filter: ['next_service:within_days:30'], sort: 'next_service' } }}
        below={t('home.within30')}
      />
      <Figure
        label={t('home.insuranceDue')}
        value={count(home.insurance_due_30)}
        link={{ to: '/customers', search: { filter: ['insurance_until:within_days:30'], sort: 'insurance_until' } }}
        below={t('home.within30')}
      />
      <Figure
        label={t('home.complaints')}
        value={count(home.complaints_open)}
        isAlarming={home.complaints_open.count > 0}
        link={{ to: '/customers', search: { filter: ['complaints_open:at_least:1'] } }}
        below={t(home.complaints_open.count > 0 ? 'home.complaintsHint' : 'home.complaintsNone')}
      />
    </div>
  );
}

interface FigureProps {
  label: string;
  value: string;
  link: LinkProps;
  isAlarming?: boolean;
  below?: ReactNode;
  children?: ReactNode;
}

/** One figure, a door to what it counts. */
export function Figure({ label, value, link, isAlarming = false, below, children }: FigureProps) {
  return (
    <Link {...link} className="home-figure">
      <span className="label">{label}</span>
      <b className={isAlarming ? 'late' : ''}>{value}</b>
      {below && <span className="below">{below}</span>}
      {children && <span className="spark">{children}</span>}
    </Link>
  );
}

/** This month so far against all of the last. */
function Trend({ now, before }: { now: number; before: number }) {
  const { t } = useTranslation();
  if (before === 0) return <span>{t('home.lastMonth', { count: before, words: number(before) })}</span>;
  const change = Math.round(((now - before) / before) * 1000) / 10;
  const Icon = change >= 0 ? TrendingUp : TrendingDown;
  return (
    <span className={change >= 0 ? 'up' : 'down'}>
      <Icon size={13} aria-hidden /> {Math.abs(change)}%
      <span className="muted"> {t('home.lastMonth', { count: before, words: number(before) })}</span>
    </span>
  );
}

/** What has come together up to each week. */
function running(weeks: number[]): number[] {
  let sum = 0;
  return weeks.map((count) => {
    sum += count;
    return sum;
  });
}
