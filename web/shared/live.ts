// Live pages: one stream of what happened on the server, and the queries each happening makes old.
import type { QueryClient } from '@tanstack/react-query';
import { urlOf } from './client';
import { invalidateLists } from './queries';

/** One line of the journal, as the stream tells it. */
export interface Happening {
  name: string;
  customer_id: string | null;
  vehicle_id: string | null;
  store_id: string | null;
  happened_at: string;
}

/** Records are refreshed soon after the event, lists seldom: an import tells of thousands of rows. */
const RECORD_DELAY_MS = 250;
const LIST_DELAY_MS = 2_500;
const RECONNECT_MS = 5_000;

/** Listens until the returned function is called; the browser resumes from the last event after a break. */
export function listen(client: QueryClient): () => void {
  let stream: EventSource | undefined;
  let reconnect: ReturnType<typeof setTimeout> | undefined;
  const records = collector(RECORD_DELAY_MS, (key) => client.invalidateQueries({ queryKey: key.split('/') }));
  const lists = collector(LIST_DELAY_MS, (noun) => invalidateLists(client, noun));

  const connect = () => {
    stream = new EventSource(urlOf('/live'));
    stream.addEventListener('entry', (event) => {
      const touched = touchedBy(JSON.parse((event as MessageEvent<string>).data) as Happening);
      for (const record of touched.records) records.add(record);
      for (const noun of touched.lists) lists.add(noun);
    });
    // The server cannot tell what was missed: everything may be old.
    stream.addEventListener('reload', () => void client.invalidateQueries());
    stream.addEventListener('error', () => {
      if (stream?.readyState === EventSource.CLOSED) reconnect = setTimeout(reopen, RECONNECT_MS);
    });
  };
  /** A new stream does not know where the old one ended. */
  const reopen = () => {
    connect();
    void client.invalidateQueries();
  };
  connect();
  return () => {
    clearTimeout(reconnect);
    stream?.close();
    records.stop();
    lists.stop();
  };
}

/** Which queries a happening makes old: single records (`customers/<id>`), and the lists of nouns. */
export function touchedBy({ name, customer_id, vehicle_id }: Happening): { records: string[]; lists: string[] } {
  const records: string[] = [];
  if (customer_id) records.push(`customers/${customer_id}`);
  if (vehicle_id) records.push(`vehicles/${vehicle_id}`);
  const lists = ['home'];
  const noun = name.split('.')[0] ?? '';
  if (customer_id) lists.push('customers');
  if (vehicle_id) lists.push('vehicles');
  if (noun === 'task') lists.push('tasks');
  // What happens to a lead names its customer only: whichever is open is read again.
  if (noun === 'lead') records.push('leads');
  if (noun === 'assignment_rule' || noun === 'lead_taker') lists.push('assignment-rules', 'lead-takers');
  if (noun === 'lead' || noun === 'payload' || noun === 'connector') lists.push('connectors', 'payloads');
  if (noun === 'absence') lists.push('absences', 'tasks');
  if (noun === 'message') lists.push('messages');
  if (noun === 'pair' || noun === 'duplicates') lists.push('duplicate-pairs');
  if (noun === 'import') lists.push('imports');
  if (noun === 'recall') lists.push('recalls');
  if (noun === 'tag') lists.push('tags');
  return { records, lists };
}

/** Gathers words and hands each out once, at most every `delay` milliseconds. */
function collector(delay: number, hand: (word: string) => unknown) {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(word: string) {
      waiting.add(word);
      timer ??= setTimeout(() => {
        timer = undefined;
        const due = [...waiting];
        waiting.clear();
        for (const one of due) hand(one);
      }, delay);
    },
    stop: () => clearTimeout(timer),
  };
}
