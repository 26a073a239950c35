// What is laid over a list takes a step of the history: Back takes it off instead of leaving the list.
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

export function useLaidOver(isLaid: boolean) {
  const router = useRouter();
  const hasOwnStep = useRef(false);
  useEffect(() => {
    if (!isLaid) hasOwnStep.current = false;
  }, [isLaid]);
  return {
    /** `replace` of the way there: going on from one to the next adds no step. */
    steps: (): boolean => {
      if (!isLaid) hasOwnStep.current = true;
      return isLaid;
    },
    /** Goes the step back; what came with the address itself is taken off otherwise. */
    takeOff: (otherwise: () => void) => {
      if (hasOwnStep.current) router.history.back();
      else otherwise();
    },
  };
}
