// What one can do with tasks: each deed shows at once, is sent, can be taken back, and is undone when the server refuses.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { createElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewTask, Page, Ref, TaskView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime } from '../../shared/format';
import { useProblemNotice } from '../../shared/queries';

export type TaskChange = Partial<Pick<TaskView, 'title' | 'note' | 'due_at' | 'priority' | 'kind'>>;

export interface TaskDeeds {
  complete: (task: TaskView, outcome?: string, note?: string) => Promise<void>;
  reopen: (task: TaskView) => Promise<void>;
  snooze: (task: TaskView, until: Date) => Promise<void>;
  wake: (task: TaskView) => Promise<void>;
  handOver: (task: TaskView, to: Ref, note?: string) => Promise<void>;
  cancel: (task: TaskView) => Promise<void>;
  change: (task: TaskView, change: TaskChange) => Promise<void>;
  create: (task: NewTask) => Promise<TaskView | undefined>;
}

/** All deeds on single tasks; they never throw, a refusal appears as a notice. */
export function useTaskDeeds(): TaskDeeds {
  const client = useQueryClient();
  const { message } = App.useApp();
  const { t } = useTranslation();
  const showProblem = useProblemNotice();

  return useMemo(() => {
    const say = (words: string, undo?: () => Promise<void>) => {
      const close = message.success({
        duration: undo ? 6 : 3,
        content: undo
          ? createElement(
              'span',
              null,
              words,
              ' ',
              undoButton(t('common.undo'), () => void undo().then(() => close())),
            )
          : words,
      });
    };
    /** Shows `shown` at once, sends the deed, and reads everything about tasks again whatever came of it. */
    const attempt = async <Answer>(task: TaskView | null, shown: Partial<TaskView>, deed: () => Promise<Answer>) => {
      if (task) await patchTask(client, task.id, shown);
      let about = task;
      try {
        const answer = await deed();
        if (isTask(answer)) about = answer;
        return { answer };
      } catch (failure) {
        showProblem(failure as Error);
        return null;
      } finally {
        void client.invalidateQueries({ queryKey: ['tasks'] });
        void client.invalidateQueries({ queryKey: ['home'] });
        if (about?.customer) void client.invalidateQueries({ queryKey: ['customers', about.customer.id] });
        if (about?.vehicle) void client.invalidateQueries({ queryKey: ['vehicles', about.vehicle.id] });
      }
    };
    const reopen = async (task: TaskView) => {
      const isDone = await attempt(task, { state: 'open' }, () => api.remove(`/tasks/${task.id}/completion`));
      if (isDone) say(t('tasks.reopened'));
    };
    const change = async (task: TaskView, form: TaskChange) => {
      const deed = (now: TaskView, body: TaskChange) =>
        api.patch<TaskView>(`/tasks/${task.id}`, body, { version: now.version });
      const outcome = await attempt(task, form, () => deed(task, form));
      if (!outcome) return;
      const before = Object.fromEntries(Object.keys(form).map((key) => [key, task[key as keyof TaskChange]]));
      const words = form.due_at ? t('tasks.moved', { when: dateTime(form.due_at) }) : t('common.saved');
      say(words, async () => void (await attempt(outcome.answer, before, () => deed(outcome.answer, before))));
    };
    return {
      complete: async (task, outcome, note) => {
        const body = { ...(outcome ? { outcome } : {}), ...(note ? { note } : {}) };
        const isDone = await attempt(task, { state: 'done' }, () =>
          api.put<TaskView>(`/tasks/${task.id}/completion`, body),
        );
        if (isDone) say(t('tasks.completed'), () => reopen(task));
      },
      reopen,
      snooze: async (task, until) => {
        const shown = { snoozed_until: until.toISOString() };
        const isDone = await attempt(task, shown, () =>
          api.put<TaskView>(`/tasks/${task.id}/snooze`, { until: until.toISOString() }),
        );
        const wake = async () => {
          const woken = { snoozed_until: task.snoozed_until };
          await attempt(task, woken, () => api.remove(`/tasks/${task.id}/snooze`));
        };
        if (isDone) say(t('tasks.snoozed', { when: dateTime(until.toISOString()) }), wake);
      },
      wake: async (task) => {
        await attempt(task, { snoozed_until: null }, () => api.remove(`/tasks/${task.id}/snooze`));
      },
      handOver: async (task, to, note) => {
        const send = (person: Ref, words?: string) =>
          api.put<TaskView>(`/tasks/${task.id}/assignee`, { staff_id: person.id, ...(words ? { note: words } : {}) });
        const isDone = await attempt(task, { assignee: to }, () => send(to, note));
        const from = task.assignee;
        const undo = from ? async () => void (await attempt(task, { assignee: from }, () => send(from))) : undefined;
        if (isDone) say(t('tasks.handedOver', { name: to.name }), undo);
      },
      cancel: async (task) => {
        const isDone = await attempt(task, { state: 'cancelled' }, () =>
          api.put<TaskView>(`/tasks/${task.id}/cancellation`),
        );
        if (isDone) say(t('tasks.cancelled'));
      },
      change,
      create: async (task) => {
        const outcome = await attempt(null, {}, () => api.post<TaskView>('/tasks', task));
        if (outcome) say(t('tasks.created'));
        return outcome?.answer;
      },
    };
  }, [client, message, t, showProblem]);
}

/** Changes a task in everything on the page that shows it; what is on its way from the server may not overwrite it. */
async function patchTask(client: QueryClient, id: string, change: Partial<TaskView>): Promise<void> {
  await client.cancelQueries({ queryKey: ['tasks'] });
  const changed = (task: TaskView) => (task.id === id ? { ...task, ...change } : task);
  client.setQueriesData<unknown>({ queryKey: ['tasks'] }, (held: unknown) => {
    if (typeof held !== 'object' || held === null) return held;
    if ('pages' in held) {
      const pages = held.pages as Page<TaskView>[];
      return { ...held, pages: pages.map((page) => ({ ...page, items: page.items.map(changed) })) };
    }
    if ('items' in held) return { ...held, items: (held.items as TaskView[]).map(changed) };
    return 'id' in held && held.id === id ? { ...held, ...change } : held;
  });
}

function isTask(answer: unknown): answer is TaskView {
  return typeof answer === 'object' && answer !== null && 'due_at' in answer;
}

function undoButton(words: string, onClick: () => void) {
  return createElement('button', { type: 'button', className: 'link', style: { marginLeft: 8 }, onClick }, words);
}
