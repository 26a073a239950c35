// One deed on many tasks: what went through, and which were refused and why.
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TasksDeed, TasksOutcome, TaskView } from '../../shared/api/types';
import type { Choice } from '../../shared/choice';
import { api } from '../../shared/client';
import { useWrite } from '../../shared/queries';

export type BulkDeed = Omit<TasksDeed, 'ids'>;

export interface Refusal {
  id: string;
  title: string;
  code: string;
  detail: string;
}

/** Refusals stay until they have been read; the tasks refused stay chosen. */
export function useBulk(choice: Choice) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [refusals, setRefusals] = useState<{ refused: Refusal[]; done: number } | null>(null);
  const write = useWrite<{ deed: BulkDeed; tasks: TaskView[] }, TasksOutcome>({
    deed: ({ deed, tasks }) => api.post('/tasks/bulk', { ...deed, ids: tasks.map((task) => task.id) }),
    touches: () => [['tasks'], ['home'], ['customers']],
    onDone: (answer, { tasks }) => {
      choice.clear();
      if (answer.done.length > 0) void message.success(t('tasks.bulkDone', { count: answer.done.length }));
      if (answer.refused.length === 0) return;
      choice.add(answer.refused.map(({ id }) => id));
      const titles = new Map(tasks.map((task) => [task.id, task.title]));
      setRefusals({
        done: answer.done.length,
        refused: answer.refused.map((one) => ({ ...one, title: titles.get(one.id) ?? one.id })),
      });
    },
  });
  return {
    run: (deed: BulkDeed, tasks: TaskView[]) => write.mutate({ deed, tasks }),
    isRunning: write.isPending,
    refusals,
    forget: () => setRefusals(null),
  };
}
