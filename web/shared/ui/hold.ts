// Pressing something for long, as one does on a phone to choose it.
import { type MouseEvent, type PointerEvent, useRef } from 'react';

const HOLD_MS = 450;
/** A finger that wanders farther scrolls. */
const WANDER_PX = 10;

/** What to spread on the element. The press that ends a long one is not a press of its own. */
export function useHold(deed: () => void) {
  const held = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const isDone = useRef(false);
  const letGo = () => {
    if (held.current) clearTimeout(held.current.timer);
    held.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      letGo();
      isDone.current = false;
      if (event.button !== 0) return;
      const timer = setTimeout(() => {
        held.current = null;
        isDone.current = true;
        navigator.vibrate?.(10);
        deed();
      }, HOLD_MS);
      held.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = held.current;
      if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > WANDER_PX) letGo();
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onPointerLeave: letGo,
    // The browser's own menu for a long press.
    onContextMenu: (event: MouseEvent) => event.preventDefault(),
    onClickCapture: (event: MouseEvent) => {
      if (!isDone.current) return;
      isDone.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
