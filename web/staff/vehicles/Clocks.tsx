// What the law and the maker still promise for a car: a quiet bar per clock, those that are over in one line below.
import { Tooltip } from 'antd';
import type { TFunction } from 'i18next';
import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Clock, VehicleView } from '../../shared/api/types';
import { date, kilometres, listing, number } from '../../shared/format';
import { attributeName } from '../../shared/ui/timeline/attribute';

export function ClocksCard({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const running = vehicle.clocks.filter((clock) => clock.state !== 'over');
  const over = vehicle.clocks.filter((clock) => clock.state === 'over');
  const start = vehicle.clocks.find((clock) => clock.starts_on);
  return (
    <section className="card" aria-label={t('clock.title')}>
      <header>
        <h2>{t('clock.title')}</h2>
        {start?.starts_from && (
          <span className="muted num">
            {t('clock.from', { name: attributeName(`${start.starts_from}_on`, t), day: date(start.starts_on) })}
          </span>
        )}
      </header>
      <div className="inside clocks">
        {vehicle.clocks.length === 0 && <p className="muted clock-none">{t('clock.none')}</p>}
        {running.map((clock) => (
          <ClockLine key={clock.clock} clock={clock} />
        ))}
        {over.length > 0 && (
          <p className="clock-over muted">
            <span>{t('clock.over')}</span>{' '}
            {over.map((clock) => (
              <Tooltip key={clock.clock} title={clock.source}>
                <span className="clock-ended">
                  {t(`clock.kind.${clock.clock}`)} <span className="num">{clock.last_day && date(clock.last_day)}</span>
                </span>
              </Tooltip>
            ))}
          </p>
        )}
      </div>
    </section>
  );
}

function ClockLine({ clock }: { clock: Clock }) {
  const { t } = useTranslation();
  const name = t(`clock.kind.${clock.clock}`);
  const used = clock.used_per_cent ?? 0;
  return (
    <div className={`clock ${clock.state}`}>
      <span className="clock-name">
        {name}
        <Tooltip title={clock.source}>
          <button
            type="button"
            className="clock-source"
            aria-label={t('clock.sourceOf', { name, source: clock.source })}
          >
            <ScrollText size={13} aria-hidden />
          </button>
        </Tooltip>
      </span>
      <span className="clock-left num">{leftOf(clock, t)}</span>
      <span
        className="clock-bar"
        role="meter"
        aria-label={name}
        aria-valuenow={used}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={leftOf(clock, t)}
      >
        <i style={{ width: `${used}%` }} />
      </span>
      <span className="clock-until muted num">{untilOf(clock, t)}</span>
    </div>
  );
}

/** "还剩 320 天 / 21,000 km". */
function leftOf(clock: Clock, t: TFunction): string {
  if (clock.state === 'unknown') return t('clock.state.unknown');
  const left = [
    clock.days_left === null ? null : t('clock.days', { count: clock.days_left, words: number(clock.days_left) }),
    clock.km_left === null ? null : kilometres(clock.km_left),
  ].filter(Boolean);
  return t('clock.left', { left: left.join(' / ') });
}

/** "至 2027-03-01 或 50,000 km", and what the record lacks. */
function untilOf(clock: Clock, t: TFunction): string {
  const lacks = listing(clock.missing.map((field) => attributeName(field, t)));
  const ends = [clock.last_day && date(clock.last_day), clock.km_limit !== null && kilometres(clock.km_limit)].filter(
    Boolean,
  );
  const until = clock.last_day ? t('clock.until', { ends: ends.join(t('clock.or')) }) : '';
  return [until, lacks && t('clock.lacks', { lacks })].filter(Boolean).join(' · ');
}
