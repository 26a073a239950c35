// The shape of the screen.
import { useSyncExternalStore } from 'react';

const PHONE = '(max-width: 760px)';

/** Whether the page is as narrow as a phone; the same width as in the style sheets. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(PHONE);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(PHONE).matches,
  );
}
