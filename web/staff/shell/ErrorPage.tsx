// A page that broke: says so in place, leaves the rest of the app standing.

import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from '../../shared/ui/states';

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const retry = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <div className="alone">
      <ErrorState failure={error instanceof Error ? error : new Error(String(error))} onRetry={retry} />
    </div>
  );
}
