// A suggestion as people read it: what to do, and the fact that speaks for it.
import type { TFunction } from 'i18next';
import type { Suggestion } from '../../../shared/api/types';
import { number, relativeDay, shortDate } from '../../../shared/format';

export function suggestionWords({ code, values, task }: Suggestion, t: TFunction): { title: string; line: string } {
  const words = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? number(value) : value]),
  );
  const on = typeof values.on === 'string' ? values.on : null;
  const isToday = code === 'first_contact' && values.days === 0;
  const line = t(`suggestion.line.${code}${isToday ? '_today' : ''}`, {
    defaultValue: on ? t('suggestion.line.due') : '',
    ...words,
    ...(typeof values.count === 'number' ? { count: values.count } : {}),
    ...(on ? { on: shortDate(on), when: relativeDay(on) } : {}),
  });
  const title = t(`suggestion.title.${code}`, { defaultValue: task?.title ?? t('suggestion.title.other') });
  return { title, line: on && !line ? t('suggestion.line.due', { on: shortDate(on), when: relativeDay(on) }) : line };
}
