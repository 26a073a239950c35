// Two people at one record: what a live refresh brings while one types must not pass for seen.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from 'antd';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Editable } from './Editable';
import { useRecordEdit } from './recordEdit';

interface Person {
  version: number;
  occupation: string | null;
  city: string | null;
}

let path: string;
let kept: Person;
let sent: { version: string; body: object }[];
/** Holds the next answers back until it is called. */
let release: (() => void) | null;
let records = 0;

beforeEach(() => {
  records += 1;
  path = `/people/${records}`;
  kept = { version: 1, occupation: null, city: null };
  sent = [];
  release = null;
  vi.stubGlobal('fetch', async (_: string, { headers, body }: RequestInit) => {
    const version = new Headers(headers).get('If-Match')?.replaceAll('"', '') ?? '';
    const changes = JSON.parse(String(body)) as object;
    sent.push({ version, body: changes });
    if (release) await new Promise<void>((resolve) => (release = resolve));
    if (version !== String(kept.version)) return answer({ status: 412, code: 'stale', current: kept }, 412);
    kept = { ...kept, ...changes, version: kept.version + 1 };
    return answer(kept);
  });
});
afterEach(() => vi.unstubAllGlobals());

const answer = (body: object, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' },
  });

function Page({ person }: { person: Person }) {
  const edit = useRecordEdit<Person>({
    path,
    record: person,
    watched: ['occupation', 'city'],
    wire: (field, value) => [field, value],
    nameOf: (field) => field,
    show: (_, value) => String(value),
    onSaved: () => {},
    touches: [],
  });
  return (
    <>
      {(['occupation', 'city'] as const).map((field) => (
        <Editable
          key={field}
          label={field}
          value={person[field]}
          editor={{ kind: 'text' }}
          onSave={(value) => edit.save({ [field]: value })}
        >
          {`${field}: ${person[field]}`}
        </Editable>
      ))}
      {edit.dialog}
    </>
  );
}

function mount() {
  const client = new QueryClient();
  const page = () => (
    <QueryClientProvider client={client}>
      <App>
        <Page person={kept} />
      </App>
    </QueryClientProvider>
  );
  const { rerender } = render(page());
  return {
    user: userEvent.setup(),
    /** What the live refresh does. */
    refresh: () => rerender(page()),
    colleague: (changes: Partial<Person>) => {
      kept = { ...kept, ...changes, version: kept.version + 1 };
      rerender(page());
    },
  };
}

test('a colleague who saved the same field while one typed is asked about, though the page already shows theirs', async () => {
  const { user, colleague } = mount();
  await user.click(screen.getByText('occupation: null'));
  await user.keyboard('医生');
  colleague({ occupation: '教师' });
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('radio', { name: '教师' })).toBeTruthy();
  expect(sent).toEqual([{ version: '1', body: { occupation: '医生' } }]);
  expect(kept.occupation).toBe('教师');

  await user.click(screen.getByRole('radio', { name: '医生' }));
  await user.click(screen.getByText('edit.keepChoice'));
  await waitFor(() => expect(kept.occupation).toBe('医生'));
});

test('a colleague who saved another field is joined without a question', async () => {
  const { user, colleague } = mount();
  await user.click(screen.getByText('occupation: null'));
  await user.keyboard('医生');
  colleague({ city: '上海' });
  await user.keyboard('{Enter}');
  await waitFor(() => expect(kept).toEqual({ version: 3, occupation: '医生', city: '上海' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('an editor left as it was opened does not take a colleague’s value away', async () => {
  const { user, colleague } = mount();
  await user.click(screen.getByText('occupation: null'));
  colleague({ occupation: '教师' });
  await user.keyboard('{Enter}');
  expect(await screen.findByText('occupation: 教师')).toBeTruthy();
  expect(sent).toEqual([]);
});

test('an editor opened while one’s own change is on its way does not clash with it', async () => {
  const { user } = mount();
  release = () => {};
  await user.click(screen.getByText('occupation: null'));
  await user.keyboard('医生');
  await user.click(screen.getByText('city: null'));
  await user.keyboard('上海{Enter}');
  expect(sent).toHaveLength(1);
  const first = release;
  release = null;
  first();
  await waitFor(() => expect(kept).toEqual({ version: 3, occupation: '医生', city: '上海' }));
  expect(sent.map(({ version }) => version)).toEqual(['1', '2']);
});
