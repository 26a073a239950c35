// The hours of a week: one line a day, open or closed.
import { Checkbox, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { DayHours } from '../../../shared/api/types';

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
const NINE = 540;
const SIX = 1080;
const DAY_MINUTES = 1440;
const LAST_MINUTE = DAY_MINUTES - 1;

/** What hours begin with: nine to six, every day. */
export const USUAL_HOURS: DayHours[] = WEEK.map((weekday) => ({ weekday, from_minute: NINE, until_minute: SIX }));

/** A value of a form; of several spans in a day the page shows and keeps all, and edits the first. */
export function HoursEditor({ value = [], onChange }: { value?: DayHours[]; onChange?: (hours: DayHours[]) => void }) {
  const { t } = useTranslation();
  const put = (weekday: number, spans: DayHours[]) =>
    onChange?.([...value.filter((one) => one.weekday !== weekday), ...spans].sort(inOrder));
  return (
    <div className="hours-editor">
      {WEEK.map((weekday) => {
        const spans = value.filter((one) => one.weekday === weekday).sort(inOrder);
        const [first, ...rest] = spans;
        return (
          <div key={weekday} className="hours-day">
            <Checkbox
              checked={first !== undefined}
              onChange={({ target }) =>
                put(weekday, target.checked ? [{ weekday, from_minute: NINE, until_minute: SIX }] : [])
              }
            >
              {t(`assignment.weekday.${weekday}`)}
            </Checkbox>
            {first ? (
              <>
                <TimePicker.RangePicker
                  size="small"
                  format="HH:mm"
                  minuteStep={5}
                  order={false}
                  allowClear={false}
                  needConfirm={false}
                  aria-label={t('assignment.hoursOf', { day: t(`assignment.weekday.${weekday}`) })}
                  value={[at(first.from_minute), at(Math.min(first.until_minute, LAST_MINUTE))]}
                  onChange={(span) => {
                    const [from, until] = [minute(span?.[0]), minute(span?.[1])];
                    if (from === null || until === null) return;
                    const end = until === LAST_MINUTE || until === 0 ? DAY_MINUTES : until;
                    put(weekday, [{ weekday, from_minute: from, until_minute: end }, ...rest]);
                  }}
                />
                {rest.length > 0 && <span className="muted num">{rest.map(spanWords).join('、')}</span>}
              </>
            ) : (
              <span className="muted">{t('assignment.closed')}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Hours in one line: days with the same hours stand together. */
export function useHoursWords() {
  const { t } = useTranslation();
  return (hours: DayHours[]) => {
    const groups: { days: number[]; words: string }[] = [];
    for (const weekday of WEEK) {
      const words = hours
        .filter((one) => one.weekday === weekday)
        .sort(inOrder)
        .map(spanWords)
        .join('、');
      const last = groups.at(-1);
      if (last && last.words === words) last.days.push(weekday);
      else groups.push({ days: [weekday], words });
    }
    const day = (weekday: number | undefined) => t(`assignment.weekday.${weekday}`);
    const span = (days: number[]) => (days.length > 1 ? `${day(days[0])}–${day(days.at(-1))}` : day(days[0]));
    return groups
      .filter(({ words }) => words !== '')
      .map(({ days, words }) => `${span(days)} ${words}`)
      .join('，');
  };
}

function spanWords({ from_minute, until_minute }: DayHours): string {
  return `${clock(from_minute)}–${clock(until_minute)}`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function at(minutes: number): Dayjs {
  return dayjs().startOf('day').add(minutes, 'minute');
}

function minute(time: Dayjs | null | undefined): number | null {
  return time ? time.hour() * 60 + time.minute() : null;
}

function inOrder(one: DayHours, other: DayHours): number {
  return one.weekday - other.weekday || one.from_minute - other.from_minute;
}
