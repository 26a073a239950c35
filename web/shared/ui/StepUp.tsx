// The one dialog that asks somebody to prove anew who they are; the call that needed it is sent again by the client.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { ProofKind } from '../api/types';
import { whenProofIsNeeded } from '../client';

/** Rarely asked, so not part of what every page loads. */
const StepUpDialog = lazy(() => import('./StepUpDialog').then((module) => ({ default: module.StepUpDialog })));

/** `proofs` are the ways this person can prove it, the stronger first. */
export function StepUp({ proofs }: { proofs: readonly ProofKind[] }) {
  const [isAsking, setAsking] = useState(false);
  const settle = useRef<(isProven: boolean) => void>(() => {});
  useEffect(
    () =>
      whenProofIsNeeded(
        () =>
          new Promise((resolve) => {
            settle.current = resolve;
            setAsking(true);
          }),
      ),
    [],
  );
  const close = (isProven: boolean) => {
    setAsking(false);
    settle.current(isProven);
  };
  return isAsking ? (
    <Suspense fallback={null}>
      <StepUpDialog proofs={proofs} onClose={close} />
    </Suspense>
  ) : null;
}
