// What the address of the tasks page says: which view, which filters, and what lies over the list.
import { flag, oneOf, text } from '../shell/search';

export const VIEWS = ['day', 'team', 'calendar', 'all'] as const;
export type TaskViewName = (typeof VIEWS)[number];

export const STATES = ['open', 'snoozed', 'done', 'cancelled', 'all'] as const;
export const RANGES = ['late', 'today', 'week', 'month'] as const;
export type Range = (typeof RANGES)[number];

export interface TaskSearch {
  /** My day when left out. */
  view?: TaskViewName | undefined;
  scope?: 'mine' | 'team' | undefined;
  state?: (typeof STATES)[number] | undefined;
  kind?: string | undefined;
  assignee?: string | undefined;
  range?: Range | undefined;
  /** The calendar's period. */
  period?: 'month' | 'week' | undefined;
  /** The day the calendar is turned to. */
  on?: string | undefined;
  /** The task in the side panel. */
  open?: string | undefined;
  /** Whether the form for a new task is open. */
  new?: true | undefined;
  /** Whether the form for an absence is open. */
  away?: true | undefined;
}

export function readTaskSearch(search: Record<string, unknown>): TaskSearch {
  return {
    view: oneOf(search.view, VIEWS),
    scope: oneOf(search.scope, ['mine', 'team'] as const),
    state: oneOf(search.state, STATES),
    kind: text(search.kind),
    assignee: text(search.assignee),
    range: oneOf(search.range, RANGES),
    period: oneOf(search.period, ['month', 'week'] as const),
    on: text(search.on),
    open: text(search.open),
    new: flag(search.new),
    away: flag(search.away),
  };
}
