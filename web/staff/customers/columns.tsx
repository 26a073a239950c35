// The columns of the customer list: which there are, how each is drawn, and what a customer looks like on a phone.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerRow, Ref, Stage, TagRef } from '../../shared/api/types';
import { dueTone, listing, money, NOTHING, number, phone, relativeDay, date as writeDate } from '../../shared/format';
import { CarName } from '../../shared/ui/CarName';
import { Meter } from '../../shared/ui/charts';
import { Avatar, Person, Plate, StageTag, TagPill } from '../../shared/ui/faces';
import { type Column, titledWidth } from '../../shared/ui/gridCells';
import { InlineEdit, type InlineField } from './InlineEdit';

export const DEFAULT_COLUMNS = [
  'name',
  'stage',
  'vehicle',
  'plate',
  'phone',
  'consultant',
  'last_contact',
  'next_service',
  'spend',
  'tags',
];

/** Columns beyond the default ones, in the order the chooser offers them. */
export const MORE_COLUMNS = [
  'advisor',
  'store',
  'source',
  'city',
  'visits',
  'vehicles',
  'last_visit',
  'created',
  'changed',
  'completeness',
  'quality',
  'number',
];

/** What a column needs from the page to draw itself. */
export interface ColumnTools {
  t: TFunction;
  /** The fields the server can sort by. */
  sortable: ReadonlySet<string>;
  onEdit: (row: CustomerRow, field: InlineField, value: Stage | Ref | null) => void;
  /** How wide the tags have been made; undefined for the usual width. */
  tagsPx: number | undefined;
}

/** The chosen columns in order; the customer always comes first and stays in sight. */
export function customerColumns(chosen: readonly string[], tools: ColumnTools): Column<CustomerRow>[] {
  const ids = ['name', ...chosen.filter((id) => id !== 'name' && id in DRAWN)];
  return ids.map((id) => {
    const drawn = DRAWN[id]!;
    const title = tools.t(`field.${id}`);
    return {
      id,
      title,
      width: titledWidth(drawn.width, title),
      sort: tools.sortable.has(id) ? id : undefined,
      sortsFrom: ['name', 'next_service', 'insurance_until', 'quality'].includes(id) ? 'least' : 'greatest',
      alignsEnd: drawn.alignsEnd ?? false,
      isFixed: id === 'name',
      cell: (row) => drawn.cell(row, tools),
    };
  });
}

export function CustomerCard({ row }: { row: CustomerRow }) {
  const { t } = useTranslation();
  return (
    <div className="customer-card">
      <Avatar name={row.name} size={40} />
      <div>
        <p>
          <b className="cut">{row.name}</b>
          <StageTag stage={row.stage} />
          {row.is_starred && <Star size={13} className="star" />}
          {row.next_service_on && (
            <span className="due">
              {t('due.service')} <DueDay on={row.next_service_on} />
            </span>
          )}
        </p>
        <p className="second cut">
          {row.vehicle ? <CarName car={row.vehicle} /> : phone(row.phone)}
          {row.vehicle?.plate && <Plate plate={row.vehicle.plate} />}
        </p>
        <p className="muted cut">
          {[row.consultant?.name, row.last_contact_at && relativeDay(row.last_contact_at)].filter(Boolean).join(' · ')}
        </p>
      </div>
    </div>
  );
}

const TAGS_PX = 140;

interface Drawn {
  width: number;
  alignsEnd?: boolean;
  cell: (row: CustomerRow, tools: ColumnTools) => React.ReactNode;
}

const DRAWN: Record<string, Drawn> = {
  name: {
    width: 156,
    cell: (row) => (
      <>
        <Avatar name={row.name} size={24} />
        <Link
          to="/customers/$id"
          params={{ id: row.id }}
          className="customer-name cut"
          tabIndex={-1}
          onClick={(event) => {
            // A plain click opens the side panel, as anywhere in the row; with a modifier the page in a new tab.
            if (event.metaKey || event.ctrlKey || event.shiftKey) event.stopPropagation();
            else event.preventDefault();
          }}
        >
          {row.name}
        </Link>
        {row.is_starred && <Star size={13} className="star" />}
      </>
    ),
  },
  stage: {
    width: 104,
    cell: (row, { onEdit }) => (
      <InlineEdit field="stage" value={row.stage} onChange={(value) => onEdit(row, 'stage', value)}>
        <StageTag stage={row.stage} />
      </InlineEdit>
    ),
  },
  vehicle: {
    width: 128,
    cell: (row) =>
      row.vehicle ? (
        <span className="cut">
          <CarName car={row.vehicle} isTwoTone />
          {row.vehicles > 1 && <span className="muted"> +{row.vehicles - 1}</span>}
        </span>
      ) : (
        <Nothing />
      ),
  },
  plate: { width: 112, cell: (row) => (row.vehicle?.plate ? <Plate plate={row.vehicle.plate} /> : <Nothing />) },
  phone: { width: 130, cell: (row) => <span className="cut second">{phone(row.phone)}</span> },
  consultant: { width: 112, cell: (row, tools) => staffCell(row, 'consultant', tools) },
  advisor: { width: 116, cell: (row, tools) => staffCell(row, 'advisor', tools) },
  last_contact: { width: 90, cell: (row) => <Past at={row.last_contact_at} /> },
  last_visit: { width: 104, cell: (row) => <Past at={row.last_visit_at} /> },
  next_service: { width: 90, cell: (row) => <DueDay on={row.next_service_on} /> },
  insurance_until: { width: 104, cell: (row) => <DueDay on={row.insurance_until} /> },
  spend: { width: 100, alignsEnd: true, cell: (row) => (row.spend.amount === 0 ? <Nothing /> : money(row.spend)) },
  visits: { width: 84, alignsEnd: true, cell: (row) => number(row.visits) },
  vehicles: { width: 84, alignsEnd: true, cell: (row) => number(row.vehicles) },
  tags: {
    width: TAGS_PX,
    cell: (row, { tagsPx = TAGS_PX }) =>
      row.tags.length === 0 ? <Nothing /> : <TagList tags={row.tags} widthPx={tagsPx} />,
  },
  store: { width: 120, cell: (row) => <span className="cut second">{row.store.name}</span> },
  source: {
    width: 100,
    cell: (row, { t }) =>
      row.source ? <span className="cut">{t(`source.${row.source}`, { defaultValue: row.source })}</span> : <Nothing />,
  },
  city: { width: 90, cell: (row) => <span className="cut">{row.city ?? NOTHING}</span> },
  created: { width: 108, cell: (row) => <time className="second">{writeDate(row.created_at)}</time> },
  changed: { width: 104, cell: (row) => <Past at={row.changed_at} /> },
  completeness: {
    width: 96,
    cell: (row, { t }) => (
      <>
        <Meter value={row.completeness} label={t('field.completeness')} />
        {row.completeness}
      </>
    ),
  },
  quality: {
    width: 96,
    cell: (row, { t }) => (
      <>
        <Meter value={row.quality} label={t('field.quality')} />
        {row.quality}
      </>
    ),
  },
  number: { width: 170, cell: (row) => <span className="second cut">{row.number}</span> },
};

function staffCell(row: CustomerRow, field: 'consultant' | 'advisor', { onEdit }: ColumnTools) {
  const person = row[field];
  return (
    <InlineEdit
      field={field}
      value={person?.id ?? null}
      person={person}
      onChange={(value) => onEdit(row, field, value)}
    >
      {person ? <Person person={person} /> : <Nothing />}
    </InlineEdit>
  );
}

/** As many tags as fit, and how many more there are. */
function TagList({ tags, widthPx }: { tags: TagRef[]; widthPx: number }) {
  const shown = tags.slice(0, fittingTags(tags, widthPx));
  return (
    <>
      {shown.map((tag) => (
        <TagPill key={tag.id} tag={tag} />
      ))}
      {tags.length > shown.length && (
        <span className="muted" title={listing(tags.map((tag) => tag.name))}>
          +{tags.length - shown.length}
        </span>
      )}
    </>
  );
}

/** One at least; measured by letters, since drawing first and measuring then would flicker. */
function fittingTags(tags: TagRef[], widthPx: number): number {
  let left = widthPx - 50;
  for (const [place, { name }] of tags.entries()) {
    left -= [...name].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12 : 7), 22);
    if (left < 0 && place > 0) return place;
  }
  return tags.length;
}

function Past({ at }: { at: string | null }) {
  if (!at) return <Nothing />;
  return (
    <time className="second" dateTime={at} title={writeDate(at)}>
      {relativeDay(at)}
    </time>
  );
}

function DueDay({ on }: { on: string | null }) {
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
