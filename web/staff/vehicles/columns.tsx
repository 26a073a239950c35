// The columns of the list of cars, and what a car looks like in it on a phone.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { Car } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { VehicleRow } from '../../shared/api/types';
import { dueTone, kilometres, NOTHING, relativeDay, date as writeDate } from '../../shared/format';
import { CarName } from '../../shared/ui/CarName';
import { Person, Tag } from '../../shared/ui/faces';
import { type Column, titledWidth } from '../../shared/ui/gridCells';
import { PlateBadge } from '../../shared/ui/PlateBadge';
import { RecallMark } from './RecallMark';

export const DEFAULT_COLUMNS = [
  'vehicle',
  'plate',
  'owner',
  'energy',
  'mileage',
  'next_service',
  'insurance_until',
  'vin',
];
export const MORE_COLUMNS = [
  'inspection_until',
  'warranty_until',
  'trim',
  'colour',
  'purchased',
  'store',
  'vehicle_number',
];

export function vehicleColumns(
  chosen: readonly string[],
  t: TFunction,
  sortable: ReadonlySet<string>,
): Column<VehicleRow>[] {
  const ids = ['vehicle', ...chosen.filter((id) => id !== 'vehicle' && id in DRAWN)];
  return ids.map((id) => {
    const drawn = DRAWN[id]!;
    const field = drawn.field ?? id;
    return {
      id,
      title: t(`field.${id}`),
      width: titledWidth(drawn.width, t(`field.${id}`)),
      sort: sortable.has(field) ? field : undefined,
      alignsEnd: drawn.alignsEnd ?? false,
      isFixed: id === 'vehicle',
      cell: (row) => drawn.cell(row, t),
    };
  });
}

/** The columns of a file, for those shown: a car's name is two of them there. */
export function exportedColumns(shown: readonly string[]): string[] {
  return ['vehicle', ...shown.filter((id) => id !== 'vehicle' && id in DRAWN)].flatMap((id) => IN_FILE[id] ?? [id]);
}

const IN_FILE: Record<string, string[]> = { vehicle: ['brand', 'series'], vehicle_number: ['number'] };

export function VehicleListCard({ row }: { row: VehicleRow }) {
  const { t } = useTranslation();
  return (
    <div className="customer-card">
      <span className="vehicle-face small tone-blue">
        <Car size={18} aria-hidden />
      </span>
      <div>
        <p>
          <b className="cut">
            <CarName car={row} />
          </b>
          {row.plate && <PlateBadge plate={row.plate} />}
          {row.has_open_recall && <RecallMark />}
        </p>
        <p className="second cut">
          {[row.owner?.name, row.mileage_km !== null && kilometres(row.mileage_km)].filter(Boolean).join(' · ')}
        </p>
        <p className="muted cut car-due">
          {row.next_service_on && (
            <span>
              {t('due.service')} <Due on={row.next_service_on} />
            </span>
          )}
          {row.insurance_until && (
            <span>
              {t('due.insurance')} <Due on={row.insurance_until} />
            </span>
          )}
        </p>
      </div>
    </div>
  );
}

interface Drawn {
  width: number;
  /** The field the server sorts by, when it is called otherwise. */
  field?: string;
  alignsEnd?: boolean;
  cell: (row: VehicleRow, t: TFunction) => React.ReactNode;
}

const DRAWN: Record<string, Drawn> = {
  vehicle: {
    width: 210,
    field: 'brand',
    cell: (row) => (
      <>
        <Car size={16} className="row-sign" aria-hidden />
        <Link to="/vehicles/$id" params={{ id: row.id }} className="customer-name cut" tabIndex={-1}>
          <CarName car={row} />
        </Link>
        {row.has_open_recall && <RecallMark />}
      </>
    ),
  },
  plate: { width: 116, cell: (row) => (row.plate ? <PlateBadge plate={row.plate} /> : <Nothing />) },
  owner: {
    width: 130,
    cell: (row) =>
      row.owner ? (
        <Link
          to="/customers/$id"
          params={{ id: row.owner.id }}
          className="cell-link"
          tabIndex={-1}
          onClick={(event) => event.stopPropagation()}
        >
          <Person person={row.owner} />
        </Link>
      ) : (
        <Nothing />
      ),
  },
  energy: {
    width: 100,
    cell: (row, t) =>
      row.energy ? (
        <Tag tone={row.energy === 'petrol' || row.energy === 'diesel' ? 'slate' : 'green'}>
          {t(`energy.${row.energy}`)}
        </Tag>
      ) : (
        <Nothing />
      ),
  },
  mileage: { width: 104, alignsEnd: true, cell: (row) => kilometres(row.mileage_km) },
  next_service: { width: 108, cell: (row) => <Due on={row.next_service_on} /> },
  insurance_until: { width: 108, cell: (row) => <Due on={row.insurance_until} /> },
  inspection_until: { width: 108, cell: (row) => <Due on={row.inspection_until} /> },
  warranty_until: { width: 108, cell: (row) => <Due on={row.warranty_until} /> },
  vin: { width: 178, cell: (row) => <span className="second cut num">{row.vin ?? NOTHING}</span> },
  trim: { width: 180, cell: (row) => <span className="second cut">{row.trim ?? NOTHING}</span> },
  colour: { width: 90, cell: (row) => <span className="cut">{row.colour ?? NOTHING}</span> },
  purchased: { width: 108, cell: (row) => <time className="second">{writeDate(row.purchased_on)}</time> },
  store: { width: 120, cell: (row) => <span className="second cut">{row.store.name}</span> },
  vehicle_number: { width: 140, cell: (row) => <span className="second cut">{row.number}</span> },
};

function Due({ on }: { on: string | null }) {
  if (!on) return <Nothing />;
  return (
    <time className={dueTone(on)} dateTime={on} title={on}>
      {relativeDay(on)}
    </time>
  );
}

function Nothing() {
  return <span className="nothing">{NOTHING}</span>;
}
