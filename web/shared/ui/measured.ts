// How wide an element is drawn, for what must be drawn at its real size.
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of the element that gets the ref, in pixels; `usual` until it stands on the page. */
export function useWidth<Drawn extends Element>(usual: number): [RefObject<Drawn | null>, number] {
  const ref = useRef<Drawn>(null);
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const now = Math.round(element.getBoundingClientRect().width);
      if (now > 0) setWidth(now);
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}
