// What keeps saves of one record apart: each waits for the one before, and knows which changes since were one's own.
import { Problem } from './client';

export interface Versioned {
  version: number;
}

const own = new Map<string, Versioned>();
const turns = new Map<string, Promise<unknown>>();

/** Runs the deed when all earlier ones of the same path have ended, well or badly. */
export function inTurn<Answer>(path: string, deed: () => Promise<Answer>): Promise<Answer> {
  const turn = (turns.get(path) ?? Promise.resolve()).then(deed, deed);
  turns.set(path, turn);
  const leave = () => {
    if (turns.get(path) === turn) turns.delete(path);
  };
  turn.then(leave, leave);
  return turn;
}

/** Keeps the record that came of one's own save upon `before`; nobody else's change lies between the two. */
export function rememberOwn(path: string, before: Versioned, after: Versioned): void {
  if (after.version > before.version) own.set(`${path} ${before.version}`, after);
}

/** The record one saw, brought forward over one's own saves but not over those of others. */
export function withOwn<View extends Versioned>(path: string, seen: View): View {
  const after = ({ version }: Versioned) => own.get(`${path} ${version}`) as View | undefined;
  let record = seen;
  for (let next = after(record); next; next = after(next)) record = next;
  return record;
}

/**
 * Sends with the version one saw, and once more with the present one when the others' changes left alone what
 * `reads` takes from the record. Fails with the server's refusal otherwise.
 */
export async function sendBeside<View extends Versioned, Answer>(
  seen: View,
  reads: (view: View) => unknown,
  send: (version: number) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send(seen.version);
  } catch (failure) {
    const current = failure instanceof Problem && failure.status === 412 ? (failure.current as View | null) : null;
    if (!current || reads(current) !== reads(seen)) throw failure;
    return await send(current.version);
  }
}
