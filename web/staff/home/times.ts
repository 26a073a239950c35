// Days the figures of the home page are counted from.

/** The day before the first of this month: `after` it means in this month. */
export function monthStart(now = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), 0);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

/** `11/16`, the week that begins on the day. */
export function weekLabel(week: string): string {
  const [, month = '', day = ''] = week.slice(0, 10).split('-');
  return `${Number(month)}/${Number(day)}`;
}
