// What goes over the wire, and what comes back as an error.
import { afterEach, expect, test, vi } from 'vitest';
import { api, Problem, randomId, urlOf, whenProofIsNeeded } from './client';

const answer = (status: number, body: unknown, type = 'application/json') =>
  vi.fn(
    async (_url: string, _request: RequestInit) =>
      new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': type } }),
  );

afterEach(() => vi.unstubAllGlobals());

function sent(fetching: ReturnType<typeof answer>) {
  const [url, request] = fetching.mock.calls[0]!;
  return { url, headers: request.headers as Headers, method: request.method, body: request.body };
}

test('lists repeat their name and empty values are left out', () => {
  expect(urlOf('/customers', { filter: ['a:is:b', 'c:is:d'], q: '', sort: undefined, limit: 50, exact: true })).toBe(
    '/api/v1/customers?filter=a%3Ais%3Ab&filter=c%3Ais%3Ad&limit=50&exact=true',
  );
});

test('a change carries the version it was made on, a new record a key of its own', async () => {
  const fetching = answer(200, {});
  vi.stubGlobal('fetch', fetching);
  await api.patch('/customers/1', { stage: 'owner' }, { version: 7 });
  const patch = sent(fetching);
  expect(patch.headers.get('if-match')).toBe('"7"');
  expect(patch.headers.get('x-requested-with')).toBe('roadbook');
  expect(patch.headers.get('idempotency-key')).toBeNull();

  fetching.mockClear();
  await api.post('/customers', { name: '王伟' });
  expect(sent(fetching).headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
});

test('reading needs no proof of origin', async () => {
  const fetching = answer(200, []);
  vi.stubGlobal('fetch', fetching);
  await api.get('/customers');
  expect(sent(fetching).headers.get('x-requested-with')).toBeNull();
});

test('a refusal becomes a problem with its code and fields', async () => {
  vi.stubGlobal(
    'fetch',
    answer(
      422,
      {
        code: 'invalid',
        detail: 'Check the fields',
        errors: [{ field: 'phone', code: 'phone.invalid', message: 'no' }],
      },
      'application/problem+json',
    ),
  );
  const failure = await api.post('/customers', {}).catch((caught: unknown) => caught);
  expect(failure).toBeInstanceOf(Problem);
  expect(failure).toMatchObject({
    status: 422,
    code: 'invalid',
    message: 'Check the fields',
    errors: [{ field: 'phone' }],
  });
});

test('a problem of a single field counts as that field', async () => {
  vi.stubGlobal(
    'fetch',
    answer(400, { code: 'invalid.vin', detail: 'Not a VIN', field: 'vin' }, 'application/problem+json'),
  );
  await expect(api.get('/vin/x')).rejects.toMatchObject({
    errors: [{ field: 'vin', code: 'invalid.vin', message: 'Not a VIN' }],
  });
});

test('a server out of reach is a problem of the network', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))),
  );
  await expect(api.get('/customers')).rejects.toMatchObject({ status: 0, code: 'network' });
});

test('a request given up stays an abort, not a problem', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Promise.reject(new DOMException('gone', 'AbortError'))),
  );
  await expect(api.get('/customers')).rejects.toHaveProperty('name', 'AbortError');
});

test('an answer without a body is nothing', async () => {
  vi.stubGlobal('fetch', answer(200, undefined));
  await expect(api.put('/customers/1/star')).resolves.toBeUndefined();
});

test('random ids are UUIDs of version four', () => {
  expect(randomId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

const refusedThenDone = () => {
  let calls = 0;
  return vi.fn(async (_url: string, _request: RequestInit) => {
    calls += 1;
    const isRefused = calls === 1;
    const body = isRefused ? { code: 'session.step_up', title: 'Refused' } : { id: '1' };
    return new Response(JSON.stringify(body), {
      status: isRefused ? 409 : 201,
      headers: { 'content-type': 'application/json' },
    });
  });
};

test('a call that needs a fresh proof is sent again after it, with the same key', async () => {
  const fetching = refusedThenDone();
  vi.stubGlobal('fetch', fetching);
  const takeBack = whenProofIsNeeded(async () => true);
  expect(await api.post('/keys', { name: 'x' })).toEqual({ id: '1' });
  const keys = fetching.mock.calls.map(([, request]) => (request.headers as Headers).get('idempotency-key'));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  takeBack();
});

test('whoever does not prove it gets the refusal', async () => {
  vi.stubGlobal('fetch', refusedThenDone());
  const takeBack = whenProofIsNeeded(async () => false);
  await expect(api.post('/keys', {})).rejects.toMatchObject({ code: 'session.step_up' });
  takeBack();
});
