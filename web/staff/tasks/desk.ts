// What all views of the tasks page share: the deeds, the chosen tasks, and what lies over the list.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { Ref, TaskView } from '../../shared/api/types';
import { type Choice, useChoice } from '../../shared/choice';
import { useBulk } from './bulk';
import { type TaskDeeds, useTaskDeeds } from './deeds';
import type { TaskSearch } from './search';

export interface Desk {
  search: TaskSearch;
  turn: (change: Partial<TaskSearch>) => void;
  deeds: TaskDeeds;
  choice: Choice;
  bulk: ReturnType<typeof useBulk>;
  open: (task: TaskView) => void;
  /** Asks to whom; the tasks being handed over until it is answered. */
  handOver: (tasks: TaskView[]) => void;
  handing: TaskView[];
  handTo: (to: Ref, note: string | undefined) => void;
  /** Whether the list has the keyboard. */
  isListActive: boolean;
}

export function useDesk(): Desk {
  const search = useSearch({ from: '/staff/tasks' });
  const navigate = useNavigate({ from: '/tasks' });
  const deeds = useTaskDeeds();
  const choice = useChoice();
  const bulk = useBulk(choice);
  const [handing, setHanding] = useState<TaskView[]>([]);
  const turn = useCallback(
    (change: Partial<TaskSearch>) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: change.view === undefined }),
    [navigate],
  );
  const open = useCallback((task: TaskView) => turn({ open: task.id }), [turn]);
  const handTo = (to: Ref, note: string | undefined) => {
    const [first, ...others] = handing;
    setHanding([]);
    if (!first) return;
    if (others.length === 0) void deeds.handOver(first, to, note);
    else bulk.run({ deed: 'assign', staff_id: to.id, ...(note ? { note } : {}) }, handing);
  };
  return {
    search,
    turn,
    deeds,
    choice,
    bulk,
    open,
    handOver: setHanding,
    handing,
    handTo,
    isListActive: !search.open && !search.new && !search.away && handing.length === 0,
  };
}
