// The one cache of what the server said, and the way to the sign-in page when the session has ended.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from '../shared/client';

let onSessionEnd: () => void = () => {};

/** Sets what happens when any answer says that nobody is signed in any more. */
export function whenSessionEnds(deed: () => void): void {
  onSessionEnd = deed;
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSessionEnd }),
  mutationCache: new MutationCache({ onError: noticeSessionEnd }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, failure) => failures < 2 && isPassing(failure),
      refetchOnWindowFocus: true,
    },
  },
});

function noticeSessionEnd(failure: Error): void {
  if (failure instanceof Problem && failure.status === 401) onSessionEnd();
}

/** Whether the same question may well be answered a moment later. */
function isPassing(failure: Error): boolean {
  return failure instanceof Problem && (failure.status === 0 || failure.status >= 502);
}
