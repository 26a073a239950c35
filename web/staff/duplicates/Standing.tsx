// How the base stands: the share of customers who are in it twice, its course over the months, and a search under way.
import { useTranslation } from 'react-i18next';
import type { DuplicateSummary } from '../../shared/api/types';
import { count, dateTime, number, relativeDay } from '../../shared/format';
import { LineChart } from '../../shared/ui/LineChart';
import { Figures, Progress } from '../../shared/ui/Progress';
import { Skeleton } from '../../shared/ui/states';

export function Standing({ summary }: { summary: DuplicateSummary | undefined }) {
  const { t } = useTranslation();
  if (!summary) return <Skeleton lines={3} />;
  const scan = summary.latest_scan;
  const { rate, months } = summary;
  return (
    <section className="standing" aria-label={t('duplicates.standing')}>
      {scan && ['waiting', 'running'].includes(scan.state) && (
        <Progress
          label={t('duplicates.underWay')}
          done={scan.done}
          total={scan.total}
          words={[t(`duplicates.step.${scan.step}`), scan.step === 'reading' ? number(scan.done) : '']}
        />
      )}
      {scan?.state === 'failed' && (
        <p className="late" role="alert">
          {t('duplicates.failed', { why: scan.error })}
        </p>
      )}
      {!rate && (
        <Figures
          figures={[
            { label: t('duplicates.openSame'), value: count(summary.open_same) },
            { label: t('duplicates.openAsk'), value: count(summary.open_ask) },
          ]}
        />
      )}
      {rate && (
        <>
          <Figures
            figures={[
              { label: t('duplicates.rateSame'), value: share(rate.in_same, rate.customers), tone: 'red' },
              { label: t('duplicates.rateAsk'), value: share(rate.in_ask, rate.customers), tone: 'amber' },
              { label: t('duplicates.openSame'), value: count(summary.open_same) },
              { label: t('duplicates.openAsk'), value: count(summary.open_ask) },
              { label: t('duplicates.customers'), value: number(rate.customers) },
            ]}
          />
          <p className="muted measured" title={dateTime(summary.measured_at)}>
            {t('duplicates.measured', { when: relativeDay(summary.measured_at) })}
            {scan?.state === 'done' &&
              scan.before.in_same > 0 &&
              ` ${t('duplicates.beforeAfter', {
                before: share(scan.before.in_same, scan.before.customers),
                after: share(scan.after.in_same, scan.after.customers),
              })}`}
          </p>
        </>
      )}
      {months.length > 1 && (
        <LineChart
          label={t('duplicates.trend')}
          unit="%"
          height={150}
          points={months.map(({ day, rate: of }) => ({ at: day, value: percent(of.in_same, of.customers) }))}
        />
      )}
    </section>
  );
}

function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 10_000) / 100 : 0;
}

function share(part: number, whole: number): string {
  return `${percent(part, whole)}%`;
}
