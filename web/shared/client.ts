// The one way to the server: JSON over fetch, problems as typed errors, versions and idempotency keys as headers.

import i18next from 'i18next';

export interface FieldProblem {
  field: string;
  code: string;
  /** In the present language. */
  message: string;
}

/** What the server refused (RFC 9457), or `network` with status 0 when it could not be reached. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The fields at fault, empty unless the input was invalid. */
  readonly errors: FieldProblem[];
  /** What would help, in the language of the request. */
  readonly remedy: string | null;
  readonly permission: string | null;
  readonly requestId: string | null;
  /** The record as it is now, when the version sent was stale. */
  readonly current: unknown;
  /** The id of the record in which this one lives on, when it was merged. */
  readonly kept: string | null;

  constructor(status: number, body: Record<string, unknown>) {
    const text = (key: string) => (typeof body[key] === 'string' ? (body[key] as string) : null);
    super(text('detail') ?? text('title') ?? `HTTP ${status}`);
    this.status = status;
    this.code = text('code') ?? (status === 0 ? 'network' : `http.${status}`);
    this.title = text('title') ?? '';
    this.detail = text('detail') ?? '';
    this.remedy = text('remedy');
    this.permission = text('permission');
    this.requestId = text('request_id');
    this.current = body.current;
    this.kept = text('kept');
    this.errors = fieldProblems(body, text('field'), this.code, this.message);
  }
}

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

export interface RequestOptions {
  query?: Query;
  signal?: AbortSignal;
  /** The version of the record one has seen; the server refuses the change when it has moved on. */
  version?: number;
  /** Repeats of the same key do the deed once; by default every call is its own deed. */
  idempotencyKey?: string;
}

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PUT', path, body, options),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PATCH', path, body, options),
  remove: <T>(path: string, options?: RequestOptions) => request<T>('DELETE', path, undefined, options),
};

/** The address of a path below `/api/v1`, for links, downloads and event streams. */
export function urlOf(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value)) for (const one of value) words.append(key, one);
    else words.set(key, String(value));
  }
  const text = words.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

/** A random UUID; `crypto.randomUUID` is missing on plain http addresses, where dealers do run the server. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

type Prove = () => Promise<boolean>;
let prove: Prove | null = null;
let proving: Promise<boolean> | null = null;

/** Sets how somebody is asked to prove anew who they are; returns how to take it back. */
export function whenProofIsNeeded(deed: Prove): () => void {
  prove = deed;
  return () => {
    if (prove === deed) prove = null;
  };
}

/** Whether the person proved it; calls that need it at the same time wait for the one dialog. */
function proven(): Promise<boolean> {
  proving ??= (prove?.() ?? Promise.resolve(false)).finally(() => {
    proving = null;
  });
  return proving;
}

/** Sends a request; once more, with the same key, when the person had to prove first who they are. */
async function request<T>(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
  const known = { ...options, idempotencyKey: options.idempotencyKey ?? randomId() };
  try {
    return await send<T>(method, path, body, known);
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.code !== 'session.step_up' || !(await proven())) throw failure;
    return send<T>(method, path, body, known);
  }
}

/** Browsers keep at most 64 KB under way for a page that has gone. */
const KEEPALIVE_CHARS = 10_000;

async function send<T>(method: string, path: string, body: unknown, options: RequestOptions): Promise<T> {
  const headers = new Headers({ accept: 'application/json', 'accept-language': document.documentElement.lang });
  if (method !== 'GET') headers.set('x-requested-with', 'roadbook');
  if (method === 'POST') headers.set('idempotency-key', options.idempotencyKey ?? randomId());
  if (options.version !== undefined) headers.set('if-match', `"${options.version}"`);
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers.set('content-type', 'application/json');
  const payload = body === undefined ? undefined : isForm ? body : JSON.stringify(body);

  let response: Response;
  try {
    response = await fetch(urlOf(path, options.query), {
      method,
      headers,
      body: payload ?? null,
      signal: options.signal ?? null,
      credentials: 'same-origin',
      // What was saved just before the page is left or loaded anew still arrives.
      keepalive: typeof payload === 'string' && payload.length < KEEPALIVE_CHARS,
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new Problem(0, {});
  }
  const answer = await readBody(response);
  if (response.ok) return answer as T;
  throw new Problem(response.status, isRecord(answer) ? answer : {});
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return isJson ? JSON.parse(text) : text;
}

function fieldProblems(body: Record<string, unknown>, field: string | null, code: string, message: string) {
  const faults = Array.isArray(body.errors) ? (body.errors as FieldProblem[]) : field ? [{ field, code, message }] : [];
  return faults.map((fault) => ({ ...fault, message: refusalWords(fault.code, fault.message) }));
}

/** What a code means in the present language; the server's own English where there is no other word for it. */
export function refusalWords(code: string, english: string): string {
  const key = `problem.${code.replaceAll('.', '_')}`;
  return i18next.exists(key) ? i18next.t(key) : english;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
