// The cars of a recall: by state and store, one or many moved on, taken home as a file.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { ArrowRightCircle, Car, ClipboardPlus, Download, SearchX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Count, Recall, RecallCarRow } from '../../shared/api/types';
import { useChoice } from '../../shared/choice';
import { api } from '../../shared/client';
import { count as writeCount } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { usePages } from '../../shared/paging';
import { read, useWrite } from '../../shared/queries';
import { CarName, carName } from '../../shared/ui/CarName';
import { ChooseRows } from '../../shared/ui/ChooseRows';
import { useColumnWidths } from '../../shared/ui/columnWidths';
import { Deed } from '../../shared/ui/Deed';
import { FloatingBar } from '../../shared/ui/FloatingBar';
import { Tag } from '../../shared/ui/faces';
import { Grid } from '../../shared/ui/Grid';
import { PlateBadge } from '../../shared/ui/PlateBadge';
import { SearchBox } from '../../shared/ui/SearchBox';
import { Empty } from '../../shared/ui/states';
import { ExportForm } from '../exports/ExportForm';
import { usePower, useRecordReason } from '../session/session';
import { carColumns, FILE_COLUMNS } from './carColumns';
import { MoveForm, StepForm } from './StepForm';
import type { RecallSearch } from './search';
import { TasksForm } from './TasksForm';
import { CAR_STATES, CAR_TONES, type CarState } from './words';

export function Cars({ recall }: { recall: Recall }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const navigate = useNavigate({ from: '/recalls/$id' });
  const search = useSearch({ from: '/staff/recalls/$id' });
  const choice = useChoice();
  const sizes = useColumnWidths('recall-cars');
  const [cursor, setCursor] = useState(-1);
  const [stepped, setStepped] = useState<RecallCarRow | null>(null);
  const [asked, setAsked] = useState<'export' | 'move' | 'tasks' | null>(null);
  const why = useRecordReason(recall.can)('work');
  const question = useMemo(
    () => ({ state: search.state, store_id: search.store, q: search.q }),
    [search.state, search.store, search.q],
  );
  const path = `/recalls/${recall.id}/cars`;
  const pages = usePages<RecallCarRow>(path, question);
  const total = useQuery(read<Count>(`${path}/count`, question)).data;
  const takeBack = useTakeBack(recall);
  const columns = useMemo(
    () => carColumns(t, { onStep: setStepped, onTakeBack: (row) => takeBack.mutate(row) }),
    [t, takeBack.mutate],
  );
  const questionText = JSON.stringify([recall.id, question]);
  const [known, setKnown] = useState(questionText);
  if (known !== questionText) {
    setKnown(questionText);
    setCursor(-1);
    choice.clear();
  }
  const turn = useCallback(
    (change: RecallSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  const drawCard = useCallback((row: RecallCarRow) => <CarCard row={row} />, []);
  const chosen = pages.loaded().filter((row) => choice.has(row.id));
  const which = choice.isAll ? question : { ids: chosen.map((row) => row.vehicle_id) };
  const words = choice.isAll ? writeCount(total ?? { count: 0, capped: false }) : String(chosen.length);
  return (
    <>
      <div className="filter-row">
        <StateSelect value={search.state} onChange={(state) => turn({ state })} recall={recall} />
        <Select
          aria-label={t('recall.column.store')}
          value={search.store ?? ''}
          popupMatchSelectWidth={false}
          onChange={(store) => turn({ store: store || undefined })}
          options={[
            { value: '', label: t('recall.cars.anyStore') },
            ...recall.stores.map(({ store }) => ({ value: store.id, label: store.name })),
          ]}
        />
        <SearchBox
          value={search.q ?? ''}
          placeholder={t('recall.cars.search')}
          onChange={(q) => turn({ q: q || undefined })}
        />
        <div className="end">
          {isPhone && !why && <ChooseRows choice={choice} />}
          <Deed
            size="small"
            type="text"
            icon={<ClipboardPlus size={14} />}
            reason={why ?? reason('assign_tasks')}
            onClick={() => setAsked('tasks')}
          >
            {t('recall.tasks.button')}
          </Deed>
          <Deed
            size="small"
            type="text"
            icon={<Download size={14} />}
            reason={reason('export_vehicles')}
            onClick={() => setAsked('export')}
          >
            {t('recall.cars.export')}
          </Deed>
        </div>
      </div>
      <Grid
        label={t('recall.cars.list')}
        pages={pages}
        columns={columns}
        nameOf={(row) => `${carName(row, t)} ${row.plate ?? row.vin ?? ''}`}
        sort={undefined}
        onSort={() => {}}
        choice={choice}
        canChoose={why === null}
        sizes={sizes}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={(row) => void navigate({ to: '/vehicles/$id', params: { id: row.vehicle_id } })}
        card={isPhone ? drawCard : undefined}
        empty={
          search.state || search.store || search.q ? (
            <Empty icon={SearchX} title={t('recall.cars.noneMatch')} />
          ) : (
            <Empty icon={Car} title={t('recall.cars.none')} hint={t('recall.cars.noneHint')} />
          )
        }
        question={questionText}
      />
      {!choice.isEmpty && (
        <FloatingBar
          words={
            choice.isAll ? t('recall.cars.chosenAll', { words }) : t('recall.cars.chosen', { count: chosen.length })
          }
          onClear={choice.clear}
        >
          {!choice.isAll && pages.hasMore && total && (
            <button type="button" onClick={choice.chooseAll}>
              {t('recall.cars.chooseAll', { words: writeCount(total) })}
            </button>
          )}
          <button type="button" onClick={() => setAsked('move')}>
            <ArrowRightCircle size={15} /> {t('recall.cars.move')}
          </button>
        </FloatingBar>
      )}
      <footer className="grid-foot">
        {total && <span>{t('recall.cars.total', { words: writeCount(total) })}</span>}
      </footer>
      {stepped && (
        <StepForm
          recallId={recall.id}
          car={{ ...stepped, name: stepped.plate ?? stepped.vin ?? stepped.number }}
          onClose={() => setStepped(null)}
        />
      )}
      {asked === 'move' && (
        <MoveForm
          recallId={recall.id}
          which={which}
          words={words}
          onClose={() => setAsked(null)}
          onBegun={choice.clear}
        />
      )}
      {asked === 'tasks' && <TasksForm recallId={recall.id} storeId={search.store} onClose={() => setAsked(null)} />}
      {asked === 'export' && (
        <ExportForm
          about="recall_cars"
          question={{ q: search.q, sort: undefined, filter: filterOf(recall, search) }}
          ids={null}
          columns={FILE_COLUMNS}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function StateSelect({
  value,
  onChange,
  recall,
}: {
  value: CarState | undefined;
  onChange: (state: CarState | undefined) => void;
  recall: Recall;
}) {
  const { t } = useTranslation();
  return (
    <Select<CarState | ''>
      aria-label={t('recall.column.state')}
      value={value ?? ''}
      popupMatchSelectWidth={false}
      onChange={(state) => onChange(state || undefined)}
      options={[
        { value: '' as const, label: t('recall.cars.anyState') },
        ...CAR_STATES.map((state) => ({
          value: state,
          label: `${t(`recall.carState.${state}`)} ${recall.figures[state]}`,
        })),
      ]}
    />
  );
}

function CarCard({ row }: { row: RecallCarRow }) {
  const { t } = useTranslation();
  return (
    <div className="customer-card">
      <span className="vehicle-face small tone-blue">
        <Car size={18} aria-hidden />
      </span>
      <div>
        <p>
          <b className="cut">
            <Link to="/vehicles/$id" params={{ id: row.vehicle_id }}>
              <CarName car={row} />
            </Link>
          </b>
          {row.plate && <PlateBadge plate={row.plate} />}
        </p>
        <p className="second cut">
          <Tag tone={CAR_TONES[row.state]}>{t(`recall.carState.${row.state}`)}</Tag>{' '}
          {[row.owner?.name, row.store.name].filter(Boolean).join(' · ')}
        </p>
        <p className="muted cut num">{row.vin}</p>
      </div>
    </div>
  );
}

function filterOf(recall: Recall, { state, store }: RecallSearch): string[] {
  return [`recall:is:${recall.id}`, ...(state ? [`state:is:${state}`] : []), ...(store ? [`store:is:${store}`] : [])];
}

function useTakeBack(recall: Recall) {
  const { t } = useTranslation();
  return useWrite<RecallCarRow>({
    deed: (row) => api.remove(`/recalls/${recall.id}/cars/${row.vehicle_id}/state`, { version: row.version }),
    touches: (row) => [['recalls'], ['vehicles', row.vehicle_id], ['customers']],
    done: () => t('recall.done.takenBack'),
  });
}
