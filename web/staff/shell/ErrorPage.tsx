// A page that broke: says so in place, leaves the rest of the app standing.

import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorState } from '../../shared/ui/states';
import { reloadIfOutdated } from './deploy';
import { PendingPage } from './PendingPage';

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const [isReloading] = useState(reloadIfOutdated);
  const retry = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  if (isReloading) return <PendingPage />;
  return (
    <div className="alone">
      <ErrorState failure={error instanceof Error ? error : new Error(String(error))} onRetry={retry} />
    </div>
  );
}
