// When a next step falls due: the moments people name, as instants.

export const DUE_SHORTCUTS = ['today', 'tomorrow', 'in3days', 'nextMonday', 'in2weeks', 'nextMonth'] as const;
export type DueShortcut = (typeof DUE_SHORTCUTS)[number];

/** When the working day begins and ends, in local hours. */
const MORNING = 9;
const EVENING = 18;

/** The moment a shortcut means, in local time: mornings at nine, but "today" at the end of the working day, or in two hours when that has passed. */
export function momentOf(shortcut: DueShortcut, now = new Date()): Date {
  if (shortcut === 'today') {
    const evening = dayAt(now, 0, EVENING);
    return evening > now ? evening : new Date(Math.ceil((now.getTime() + 2 * 3_600_000) / 900_000) * 900_000);
  }
  return dayAt(now, daysAhead(shortcut, now), MORNING);
}

function daysAhead(shortcut: Exclude<DueShortcut, 'today'>, now: Date): number {
  switch (shortcut) {
    case 'tomorrow':
      return 1;
    case 'in3days':
      return 3;
    case 'nextMonday':
      return (8 - now.getDay()) % 7 || 7;
    case 'in2weeks':
      return 14;
    case 'nextMonth': {
      const last = new Date(now.getFullYear(), now.getMonth() + 2, 0).getDate();
      const then = new Date(now.getFullYear(), now.getMonth() + 1, Math.min(now.getDate(), last));
      return Math.round((then.getTime() - dayAt(now, 0, 0).getTime()) / 86_400_000);
    }
  }
}

function dayAt(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}
