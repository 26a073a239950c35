// How pages read and write: a query per path, a write that knows what it touches.
import { type QueryClient, type QueryKey, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, Problem, type Query } from './client';
import { Doubles } from './doubles';

/**
 * The query of one address. Its key is the path in pieces and then the parameters, so `['customers', id]` covers
 * everything of one customer, and `['customers']` all customers and their lists.
 */
export function read<T>(path: string, query: Query = {}) {
  return queryOptions<T>({
    queryKey: keyOf(path, query),
    queryFn: ({ signal }) => api.get<T>(path, { query, signal }),
  });
}

export function keyOf(path: string, query: Query = {}): QueryKey {
  return [...path.split('/').filter(Boolean), query];
}

/** Refetches the lists below a noun (`customers`), but not the single records. */
export function invalidateLists(client: QueryClient, noun: string): Promise<void> {
  return client.invalidateQueries({
    queryKey: [noun],
    predicate: ({ queryKey }) => typeof queryKey[1] !== 'string' || ['count', 'summary'].includes(queryKey[1]),
  });
}

interface Write<Form, Answer> {
  deed: (form: Form) => Promise<Answer>;
  /** The keys to read again, e.g. `[['customers', id], ['tasks']]`. */
  touches?: (form: Form, answer: Answer) => QueryKey[];
  /** The sentence shown when it is done. */
  done?: (answer: Answer, form: Form) => string;
  onDone?: (answer: Answer, form: Form) => void;
  /** Returns true when the page shows the problem itself (a form at its fields); otherwise it appears as a notice. */
  onProblem?: (problem: Problem, form: Form) => boolean;
}

/** A change on the server: refreshes what it touches, says that it is done, shows a refusal exactly once. */
export function useWrite<Form = void, Answer = unknown>(write: Write<Form, Answer>) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const showProblem = useProblemNotice();
  const refresh = (keys: QueryKey[]) => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  const twice = useRef(new Doubles());
  const mutation = useMutation<Answer, Error, Form>({
    mutationFn: (form) => twice.current.during(form, () => write.deed(form)),
    onSuccess: (answer, form) => {
      void refresh(write.touches?.(form, answer) ?? []);
      const sentence = write.done?.(answer, form);
      if (sentence) void message.success(sentence);
      write.onDone?.(answer, form);
    },
    onError: (failure, form) => {
      if (failure instanceof Problem && write.onProblem?.(failure, form)) return;
      showProblem(failure);
    },
  });
  const { mutate: begin } = mutation;
  const mutate = useCallback<typeof begin>(
    (...asked) => {
      if (twice.current.begin(asked[0])) begin(...asked);
    },
    [begin],
  );
  return { ...mutation, mutate };
}

/** Shows a refusal as a notice: what happened, and what helps. */
export function useProblemNotice() {
  const { notification } = App.useApp();
  const { t } = useTranslation();
  return (failure: Error) => {
    if (failure instanceof Problem && failure.status === 401) return;
    // They closed the dialog that asked for a proof: no need to tell them.
    if (failure instanceof Problem && failure.code === 'session.step_up') return;
    const words = problemWords(failure, t);
    // At the top: the foot of a page is where its next step stands.
    notification.error({ title: words.title, description: words.detail, placement: 'top' });
  };
}

type Translate = (key: string, options?: Record<string, unknown>) => string;

/** The sentence for a refusal: ours by its code, else the server's own. */
export function problemWords(failure: Error, t: Translate): { title: string; detail: string } {
  if (!(failure instanceof Problem)) return { title: t('problem.unexpected'), detail: failure.message };
  const help = failure.remedy ?? (failure.requestId ? t('problem.reference', { id: failure.requestId }) : '');
  if (failure.errors.length > 0)
    return { title: failure.errors.map(({ message }) => message).join('；'), detail: help };
  const english = failure.detail || failure.title || t('problem.status', { status: failure.status });
  const permission = permissionWords(failure.permission, t);
  const code = failure.code.replaceAll('.', '_');
  return { title: t(`problem.${code}`, { defaultValue: english, permission }), detail: help };
}

/** The deed a permission allows, in words; its bare name when there are none. */
export function permissionWords(permission: string | null, t: Translate): string {
  return permission ? t(`permission.${permission}`, { defaultValue: permission }) : '';
}
