// The keyboard over a list of tasks: move, choose, complete, snooze, hand over, open.
import { useEffect, useState } from 'react';
import type { TaskView } from '../../shared/api/types';
import type { Choice } from '../../shared/choice';
import { useKeys } from '../../shared/keys';
import type { Asked } from './TaskRow';

export interface Attention {
  /** The task the keyboard is on. */
  present: string | null;
  /** The decision asked for, and about which task. */
  asking: { id: string; asked: Asked } | null;
}

interface TaskKeysOptions {
  tasks: TaskView[];
  choice: Choice;
  onOpen: (task: TaskView) => void;
  onHandOver: (tasks: TaskView[]) => void;
  onNew: () => void;
  isActive: boolean;
}

/** Binds J, K, C, S, H, X, Enter, N and Escape; C, S and H speak of the present task, H of the chosen ones if there are any. */
export function useTaskKeys(options: TaskKeysOptions) {
  const { tasks, choice, onOpen, onHandOver, onNew, isActive } = options;
  const [attention, setAttention] = useState<Attention>({ present: null, asking: null });
  const index = tasks.findIndex((task) => task.id === attention.present);
  const present = tasks[index];

  // A task that leaves the list hands its place to the one that follows it.
  const [place, setPlace] = useState(0);
  useEffect(() => {
    if (index >= 0) setPlace(index);
    else if (attention.present) {
      const heir = tasks[Math.min(place, tasks.length - 1)];
      setAttention((old) => ({ ...old, present: heir?.id ?? null }));
    }
  }, [index, attention.present, tasks, place]);

  const move = (by: number) => {
    const next = tasks[Math.max(0, Math.min(tasks.length - 1, index < 0 ? 0 : index + by))];
    if (next) setAttention({ present: next.id, asking: null });
  };
  const ask = (task: TaskView | undefined, asked: Asked, deed: string) => {
    if (task?.can.includes(deed)) setAttention({ present: task.id, asking: { id: task.id, asked } });
  };
  const chosen = tasks.filter((task) => choice.has(task.id));
  useKeys(
    {
      j: () => move(1),
      arrowdown: () => move(1),
      k: () => move(-1),
      arrowup: () => move(-1),
      c: () => ask(present, 'outcome', 'complete'),
      s: () => ask(present, 'snooze', 'snooze'),
      h: () => {
        const given = (chosen.length > 0 ? chosen : present ? [present] : []).filter((one) =>
          one.can.includes('assign'),
        );
        if (given.length > 0) onHandOver(given);
      },
      x: () => present && choice.toggle(present.id, () => tasks.map((task) => task.id)),
      enter: (event) => {
        const isOnControl = (event.target as HTMLElement | null)?.closest('button, a');
        if (isOnControl instanceof HTMLElement) isOnControl.click();
        else if (present) onOpen(present);
      },
      n: onNew,
      ...(choice.isEmpty ? {} : { escape: choice.clear }),
    },
    isActive,
  );
  return { attention, setAttention };
}
