// One import from its file to its result; where it stands is on the server, so that a reload loses nothing.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportView } from '../../shared/api/types';
import { read } from '../../shared/queries';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { Checked } from './Checked';
import { useImportDeeds } from './change';
import { ImportState } from './ImportState';
import './imports.css';
import { Mapping } from './Mapping';
import { Recognised } from './Recognised';
import { Result } from './Result';
import { Steps } from './Steps';
import { isUnderWay, reachableSteps, stepOf } from './steps';
import { UnderWay } from './UnderWay';

const WATCH_MS = 700;

export function ImportPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/staff/imports/$id' });
  const { step: asked } = useSearch({ from: '/staff/imports/$id' });
  const answer = useQuery({
    ...read<ImportView>(`/imports/${id}`),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? WATCH_MS : false),
  });
  const view = answer.data;
  useRowsFollow(id, view?.state);
  return (
    <>
      <PageHead
        title={view?.file_name ?? ''}
        crumbs={[{ label: t('page.imports'), link: { to: '/imports' } }]}
        beside={view && <ImportState state={view.state} />}
      />
      {view ? (
        <>
          <Steps present={stepOf(view.state, asked)} reachable={reachableSteps(view.state)} id={id} />
          <Body view={view} />
        </>
      ) : (
        <div className="page-body">
          {answer.error ? (
            <ErrorState failure={answer.error} onRetry={() => void answer.refetch()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </div>
      )}
    </>
  );
}

function Body({ view }: { view: ImportView }) {
  const { step: asked } = useSearch({ from: '/staff/imports/$id' });
  const deeds = useImportDeeds(view.id);
  if (isUnderWay(view.state)) return <UnderWay view={view} deeds={deeds} />;
  switch (stepOf(view.state, asked)) {
    case 'read':
      return <Recognised view={view} deeds={deeds} />;
    case 'map':
      return <Mapping view={view} deeds={deeds} />;
    case 'check':
      return <Checked view={view} deeds={deeds} />;
    case 'run':
      return <Result view={view} deeds={deeds} />;
  }
}

/** When the server has finished a round, the rows say something new, and so do the lists of customers. */
function useRowsFollow(id: string, state: ImportView['state'] | undefined): void {
  const client = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    const wasUnderWay = before.current !== undefined && isUnderWay(before.current);
    before.current = state;
    if (!state || isUnderWay(state) || !wasUnderWay) return;
    void client.invalidateQueries({ queryKey: ['imports', id, 'rows'] });
    if (state === 'done' || state === 'undone') void client.invalidateQueries({ queryKey: ['customers'] });
  }, [client, id, state]);
}
