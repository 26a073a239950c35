// The catalogue of events as a tree to choose from: all, all of a kind, or one by one.
import type { WebhookEventsView } from '../../../shared/api/types';

export interface EventNode {
  value: string;
  title: string;
  children?: EventNode[];
}

const ALL = '*';

/** One tree: everything, the kinds below it, their events below them. */
export function treeOf(catalogue: WebhookEventsView[], all: string): EventNode[] {
  const kinds = catalogue.map(({ noun, title, events }) => ({
    value: `${noun}.*`,
    title,
    children: events.map((event) => ({ value: event.name, title: `${title}：${event.title}` })),
  }));
  return [{ value: ALL, title: all, children: kinds }];
}

/** What the tree has chosen, as the server keeps it. */
export function patternsOf(values: string[]): string[] {
  return values.includes(ALL) ? [ALL] : values;
}

/** The other way round. */
export function valuesOf(patterns: string[]): string[] {
  return patterns.includes(ALL) ? [ALL] : patterns;
}

/** What an event is called. */
export function eventTitle(catalogue: WebhookEventsView[], name: string, trial: string): string {
  if (name === 'webhook.test') return trial;
  for (const { title, events } of catalogue) {
    const event = events.find((one) => one.name === name);
    if (event) return `${title}：${event.title}`;
  }
  return name;
}
