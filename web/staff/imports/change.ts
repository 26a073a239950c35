// Changing and driving one import: shown at once, sent one after the other, each with the version the server last told.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ImportView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { keyOf, useProblemNotice } from '../../shared/queries';

export type ImportChange = Partial<
  Pick<
    ImportView,
    | 'encoding'
    | 'delimiter'
    | 'sheet'
    | 'header_row'
    | 'columns'
    | 'constants'
    | 'duplicates'
    | 'keep_odd_phones'
    | 'keep_odd_vins'
  >
>;

export type Drive = 'check' | 'run' | 'stop' | 'undo';

export function useImportDeeds(id: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const showProblem = useProblemNotice();
  const key = keyOf(`/imports/${id}`);
  const held = () => client.getQueryData<ImportView>(key);
  const onError = (failure: Error) => {
    showProblem(failure);
    void client.invalidateQueries({ queryKey: ['imports', id] });
  };
  const change = useMutation<ImportView, Error, ImportChange>({
    scope: { id: `import ${id}` },
    onMutate: (wanted) => {
      client.setQueryData<ImportView>(key, (old) => old && changed(old, wanted));
    },
    mutationFn: (wanted) => api.patch<ImportView>(`/imports/${id}`, wanted, versionOf(held())),
    onSuccess: (answer, wanted) => {
      client.setQueryData(key, answer);
      // Other settings than the columns change what the rows say.
      if (!('columns' in wanted)) void client.invalidateQueries({ queryKey: ['imports', id, 'rows'] });
    },
    onError,
  });
  const drive = useMutation<ImportView | undefined, Error, Drive>({
    scope: { id: `import ${id}` },
    mutationFn: (deed) =>
      // While the server works it moves the version on; stopping it is meant whatever the version.
      api.put<ImportView | undefined>(`/imports/${id}/${deed}`, undefined, deed === 'stop' ? {} : versionOf(held())),
    onSuccess: async (answer) => {
      if (answer) client.setQueryData(key, answer);
      else await client.invalidateQueries({ queryKey: key });
      // From here on the state says which step is shown.
      void navigate({ to: '/imports/$id', params: { id }, replace: true });
      void client.invalidateQueries({ queryKey: ['imports', id, 'rows'] });
    },
    onError,
  });
  return { change: change.mutate, isReading: change.isPending, drive: drive.mutate, isDriving: drive.isPending };
}

/** The import as it will be; of the columns, those that are named change. */
function changed(view: ImportView, wanted: ImportChange): ImportView {
  const columns = new Map(wanted.columns?.map((column) => [column.index, column]));
  return { ...view, ...wanted, columns: view.columns.map((column) => columns.get(column.index) ?? column) };
}

function versionOf(view: ImportView | undefined) {
  return view ? { version: view.version } : {};
}
