// Tasks that can be dragged, and the places they can be dropped on.
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { TaskView } from '../../shared/api/types';

/** Makes an element carry its task; answers whether it is being dragged. */
export function useTaskDrag(element: RefObject<HTMLElement | null>, task: TaskView, isAllowed: boolean): boolean {
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    if (!element.current || !isAllowed) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ task }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [element, task, isAllowed]);
  return isDragged;
}

/** Makes an element take tasks; answers whether one hangs over it. */
export function useTaskDrop(element: RefObject<HTMLElement | null>, onDrop: (task: TaskView) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    if (!element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => 'task' in source.data,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        latest.current(source.data.task as TaskView);
      },
    });
  }, [element]);
  return isOver;
}
