// The cars of the dealership's customers: find them, filter them, register new ones.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Car, Download, Plus, SearchX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, VehicleRow } from '../../shared/api/types';
import { useChoice } from '../../shared/choice';
import { useCounted } from '../../shared/counted';
import { count as writeCount } from '../../shared/format';
import { useKeys } from '../../shared/keys';
import { useIsPhone } from '../../shared/media';
import { usePages } from '../../shared/paging';
import { read } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Grid } from '../../shared/ui/Grid';
import { PageHead } from '../../shared/ui/PageHead';
import { SearchBox } from '../../shared/ui/SearchBox';
import { Empty } from '../../shared/ui/states';
import '../customers/customers.css';
import { ExportForm } from '../exports/ExportForm';
import { FilterBar } from '../filters/FilterBar';
import { usePower, useStoreChoice } from '../session/session';
import { ColumnChooser } from '../views/ColumnChooser';
import { definitionOf, type ListSearch, searchOf } from '../views/definition';
import { useListShape } from '../views/shape';
import { ViewTabs } from '../views/ViewTabs';
import { DEFAULT_COLUMNS, exportedColumns, MORE_COLUMNS, VehicleListCard, vehicleColumns } from './columns';
import { NewVehicleDrawer } from './new/NewVehicleDrawer';
import './vehicles.css';
import { carName } from '../../shared/ui/CarName';

const ALL_COLUMNS = [...DEFAULT_COLUMNS, ...MORE_COLUMNS].filter((id) => id !== 'vehicle');
const NO_FIELDS: Field[] = [];

export function VehiclesPage() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const navigate = useNavigate({ from: '/vehicles' });
  const search = useSearch({ from: '/staff/vehicles' });
  const choice = useChoice();
  const [isExporting, setExporting] = useState(false);
  const [cursor, setCursor] = useState(-1);
  const { question, always } = useQuestion(search);
  const change = useCallback(
    (part: ListSearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true }),
    [navigate],
  );
  const shape = useListShape('vehicles', DEFAULT_COLUMNS, search, change);
  const { columns: shown, sizes } = shape;
  const fields = useQuery({ ...read<Field[]>('/vehicles/fields'), staleTime: 600_000 }).data ?? NO_FIELDS;
  const pages = usePages<VehicleRow>('/vehicles', { ...question });
  const columns = useMemo(() => {
    const sortable = new Set(fields.filter((field) => field.sortable).map((field) => field.name));
    return vehicleColumns(shown, t, sortable);
  }, [fields, shown, t]);
  const definition = definitionOf(search);

  const questionText = JSON.stringify(question);
  const [asked, setAsked] = useState(questionText);
  if (asked !== questionText) {
    setAsked(questionText);
    setCursor(-1);
    choice.clear();
  }
  const setNew = (isOpen: boolean) =>
    void navigate({ search: (old) => ({ ...old, new: isOpen || undefined }), replace: true });
  const why = reason('edit_vehicles');
  const isNarrowed = definition.filters.length > 0 || Boolean(search.q);
  useKeys(why ? {} : { n: () => setNew(true) });
  const drawCard = useCallback((row: VehicleRow) => <VehicleListCard row={row} />, []);
  const register = (
    <Deed
      type="primary"
      icon={<Plus size={15} />}
      reason={why}
      aria-label={t('vehicle.new')}
      onClick={() => setNew(true)}
    >
      {isPhone ? null : t('vehicle.new')}
    </Deed>
  );

  return (
    <>
      <PageHead title={t('page.vehicles')}>
        <SearchBox
          value={search.q ?? ''}
          placeholder={t('vehicle.search')}
          onChange={useCallback((q: string) => change({ q: q || undefined }), [change])}
        />
        {register}
      </PageHead>
      <ViewTabs
        about="vehicles"
        definition={definition}
        kept={shape.kept}
        viewId={search.view}
        always={always}
        onOpen={(opened, view) => void navigate({ search: searchOf(opened, view?.id) })}
      />
      <div className="filter-row">
        <FilterBar
          fields={fields}
          filters={definition.filters}
          onChange={(filter) => change({ filter: filter.length > 0 ? filter : undefined })}
        />
        <div className="end">
          <Deed
            type="text"
            size="small"
            icon={<Download size={14} />}
            reason={reason('export_vehicles')}
            aria-label={t('export.button')}
            onClick={() => setExporting(true)}
          >
            {isPhone ? null : t('export.button')}
          </Deed>
          {!isPhone && (
            <ColumnChooser
              all={ALL_COLUMNS}
              shown={shown.filter((id) => id !== 'vehicle')}
              onChange={shape.showColumns}
              onReset={shape.reset}
            />
          )}
        </div>
      </div>
      <Grid
        label={t('page.vehicles')}
        pages={pages}
        columns={columns}
        nameOf={(row) => `${carName(row, t)} ${row.plate ?? ''}`}
        sort={search.sort}
        onSort={(sort) => change({ sort })}
        choice={choice}
        canChoose={false}
        sizes={sizes}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={(row) => void navigate({ to: '/vehicles/$id', params: { id: row.id } })}
        card={isPhone ? drawCard : undefined}
        empty={
          isNarrowed ? (
            <Empty icon={SearchX} title={t('vehicle.noneMatch')} hint={t('vehicle.noneMatchHint')}>
              <Deed onClick={() => change({ q: undefined, filter: undefined })}>{t('filter.clear')}</Deed>
            </Empty>
          ) : (
            <Empty icon={Car} title={t('vehicle.none')} hint={t('vehicle.noneHint')}>
              {register}
            </Empty>
          )
        }
        question={questionText}
      />
      {isExporting && (
        <ExportForm
          about="vehicles"
          question={question}
          ids={null}
          columns={exportedColumns(shown)}
          onClose={() => setExporting(false)}
        />
      )}
      <VehicleFoot question={question} isWaiting={pages.isStale} />
      <NewVehicleDrawer
        isOpen={Boolean(search.new)}
        onClose={() => setNew(false)}
        onCreated={(vehicle) => void navigate({ to: '/vehicles/$id', params: { id: vehicle.id } })}
      />
    </>
  );
}

interface Question {
  q: string | undefined;
  filter: string[];
  sort: string | undefined;
}

/** What the list asks the server, from its address and the store one looks at. */
function useQuestion(search: ListSearch): { question: Question; always: string[] } {
  const { store } = useStoreChoice();
  const always = useMemo(() => (store ? [`store:any_of:${store.id}`] : []), [store]);
  const question = useMemo(
    () => ({ q: search.q, filter: [...always, ...(search.filter ?? [])], sort: search.sort }),
    [search.q, search.filter, search.sort, always],
  );
  return { question, always };
}

function VehicleFoot({ question, isWaiting }: { question: Question; isWaiting: boolean }) {
  const { t } = useTranslation();
  const total = useCounted('/vehicles/count', question);
  return (
    <footer className="grid-foot">
      {total && <span>{t('vehicle.total', { count: total.count, words: writeCount(total) })}</span>}
      {isWaiting && <span role="status">{t('grid.updating')}</span>}
      <div className="hints" aria-hidden>
        <span>
          <kbd>J</kbd>
          <kbd>K</kbd> {t('grid.hintMove')}
        </span>
        <span>
          <kbd>↵</kbd> {t('grid.hintOpen')}
        </span>
      </div>
    </footer>
  );
}
