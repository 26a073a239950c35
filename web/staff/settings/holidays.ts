// A list of announced days, always in the order of days and each once.
import type { AnnouncedDay } from '../../shared/api/types';

export function inOrder(days: AnnouncedDay[]): AnnouncedDay[] {
  return [...days].sort((one, other) => one.day.localeCompare(other.day));
}

export function withDay(days: AnnouncedDay[], added: AnnouncedDay): AnnouncedDay[] {
  return inOrder([...withoutDay(days, added.day), added]);
}

export function withoutDay(days: AnnouncedDay[], day: string): AnnouncedDay[] {
  return days.filter((one) => one.day !== day);
}
