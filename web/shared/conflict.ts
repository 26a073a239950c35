// Two people changed the same record: which fields clash, and which were changed by the other alone.

type Row = Record<string, unknown>;

export interface Clash {
  field: string;
  /** As it was when one began, as it is on the server now, and as one wants it. */
  before: unknown;
  theirs: unknown;
  mine: unknown;
}

export interface Comparison {
  /** Changed by both, to different values. */
  clashes: Clash[];
  /** Of the fields watched, those only the other has changed. */
  theirs: { field: string; before: unknown; now: unknown }[];
}

/** Compares what one saw, what is there now and what one wants; `watched` names the fields worth telling about. */
export function compare(seen: object, current: object, wanted: object, watched: readonly string[]): Comparison {
  const [before, now, mine] = [seen as Row, current as Row, wanted as Row];
  const clashes = Object.keys(mine)
    .filter((field) => !isSame(before[field], now[field]) && !isSame(mine[field], now[field]))
    .map((field) => ({ field, before: before[field], theirs: now[field], mine: mine[field] }));
  const theirs = watched
    .filter((field) => !(field in mine) && !isSame(before[field], now[field]))
    .map((field) => ({ field, before: before[field], now: now[field] }));
  return { clashes, theirs };
}

/** Nothing, null and absent are the same; references are the same when their ids are. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain(value: unknown): unknown {
  if (value === undefined || value === '') return null;
  const isReference = typeof value === 'object' && value !== null && 'id' in value;
  return isReference ? (value as { id: unknown }).id : value;
}
