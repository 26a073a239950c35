// The columns of the cars of a recall.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { ArrowRightCircle, ClipboardCheck, Undo2 } from 'lucide-react';
import type { RecallCarRow } from '../../shared/api/types';
import { date, NOTHING } from '../../shared/format';
import { CarName } from '../../shared/ui/CarName';
import { Deed } from '../../shared/ui/Deed';
import { Person, Tag } from '../../shared/ui/faces';
import type { Column } from '../../shared/ui/gridCells';
import { PlateBadge } from '../../shared/ui/PlateBadge';
import { CAR_TONES } from './words';

/** Those of a file, which has no buttons. */
export const FILE_COLUMNS = [
  'vin',
  'plate',
  'brand',
  'series',
  'owner',
  'store',
  'advisor',
  'state',
  'state_on',
  'mileage',
  'note',
];

interface CarDeeds {
  onStep: (row: RecallCarRow) => void;
  onTakeBack: (row: RecallCarRow) => void;
}

export function carColumns(t: TFunction, { onStep, onTakeBack }: CarDeeds): Column<RecallCarRow>[] {
  return [
    {
      id: 'vehicle',
      title: t('recall.column.vehicle'),
      width: 190,
      isFixed: true,
      cell: (row) => (
        <Link to="/vehicles/$id" params={{ id: row.vehicle_id }} className="customer-name cut" tabIndex={-1}>
          <CarName car={row} />
        </Link>
      ),
    },
    {
      id: 'plate',
      title: t('recall.column.plate'),
      width: 112,
      cell: (row) => (row.plate ? <PlateBadge plate={row.plate} /> : <span className="nothing">{NOTHING}</span>),
    },
    {
      id: 'state',
      title: t('recall.column.state'),
      width: 120,
      cell: (row) => (
        <>
          <Tag tone={CAR_TONES[row.state]}>{t(`recall.carState.${row.state}`)}</Tag>
          {row.has_task && <ClipboardCheck size={14} className="row-sign" aria-label={t('recall.cars.task')} />}
        </>
      ),
    },
    {
      id: 'on',
      title: t('recall.column.on'),
      width: 104,
      cell: (row) => <time className="second">{date(row.state_on)}</time>,
    },
    {
      id: 'deeds',
      title: '',
      width: 84,
      alignsEnd: true,
      cell: (row) => <Deeds row={row} t={t} onStep={onStep} onTakeBack={onTakeBack} />,
    },
    {
      id: 'owner',
      title: t('recall.column.owner'),
      width: 130,
      cell: (row) => (row.owner ? <Owner row={row} /> : <span className="nothing">{NOTHING}</span>),
    },
    {
      id: 'advisor',
      title: t('recall.column.advisor'),
      width: 110,
      cell: (row) => <span className="second cut">{row.advisor?.name ?? NOTHING}</span>,
    },
    {
      id: 'store',
      title: t('recall.column.store'),
      width: 130,
      cell: (row) => <span className="second cut">{row.store.name}</span>,
    },
    {
      id: 'vin',
      title: t('recall.column.vin'),
      width: 176,
      cell: (row) => <span className="second cut num">{row.vin ?? NOTHING}</span>,
    },
    {
      id: 'note',
      title: t('recall.column.note'),
      width: 140,
      cell: (row) => <span className="second cut">{row.note ?? NOTHING}</span>,
    },
  ];
}

function Owner({ row: { owner } }: { row: RecallCarRow }) {
  if (!owner) return null;
  return (
    <Link
      to="/customers/$id"
      params={{ id: owner.id }}
      className="cell-link"
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
    >
      <Person person={owner} />
    </Link>
  );
}

function Deeds({ row, t, onStep, onTakeBack }: { row: RecallCarRow; t: TFunction } & CarDeeds) {
  const name = row.plate ?? row.vin ?? row.number;
  const why = (deed: string) => (row.can.includes(deed) ? null : t('common.notPossible'));
  return (
    <span className="row-deeds">
      {row.can.includes('take_back') && (
        <Deed
          type="text"
          size="small"
          icon={<Undo2 size={14} />}
          hint={t('recall.cars.takeBack')}
          onClick={(event) => {
            event.stopPropagation();
            onTakeBack(row);
          }}
        />
      )}
      <Deed
        type="text"
        size="small"
        icon={<ArrowRightCircle size={14} />}
        hint={t('recall.cars.moveOf', { name })}
        reason={why('move')}
        onClick={(event) => {
          event.stopPropagation();
          onStep(row);
        }}
      />
    </span>
  );
}
