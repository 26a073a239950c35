// Which steps an import has, which may be gone to, and which its state stands for.
import type { ImportView } from '../../shared/api/types';
import { oneOf } from '../shell/search';

export const STEPS = ['read', 'map', 'check', 'run'] as const;
export type Step = (typeof STEPS)[number];

export interface ImportSearch {
  step?: Step | undefined;
}

export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  return { step: oneOf(search.step, STEPS) };
}

/** While the server works, the page watches. */
export function isUnderWay(state: ImportView['state']): boolean {
  return state === 'checking' || state === 'running' || state === 'undoing';
}

/** The steps open in this state: settings may be changed until the first row is written. */
export function reachableSteps(state: ImportView['state']): Step[] {
  switch (state) {
    case 'mapping':
      return ['read', 'map'];
    case 'checked':
      return ['read', 'map', 'check'];
    case 'checking':
      return ['check'];
    default:
      return ['run'];
  }
}

/** The step to show: the one asked for if it is open, else the furthest one. */
export function stepOf(state: ImportView['state'], asked: Step | undefined): Step {
  const open = reachableSteps(state);
  if (asked && open.includes(asked)) return asked;
  return state === 'mapping' ? 'read' : (open.at(-1) ?? 'run');
}
