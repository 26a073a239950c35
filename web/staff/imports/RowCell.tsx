// What a row of the file says: how it stands and why, and each cell, red where it is at fault and changed where it stands.
import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnMap, ImportRow, ImportView, Match } from '../../shared/api/types';
import { listing } from '../../shared/format';
import { pressed } from '../../shared/keys';
import { Tag, type Tone } from '../../shared/ui/faces';
import { BandTag } from '../duplicates/BandTag';
import { headerOf } from './fields';

const TONES: Record<ImportRow['state'], Tone> = {
  new: 'slate',
  ok: 'slate',
  error: 'red',
  created: 'green',
  updated: 'blue',
  duplicate: 'amber',
  unchanged: 'slate',
  mended: 'teal',
  undone: 'slate',
  kept: 'amber',
};

/** What a row needs from the list it stands in. */
export interface RowProps {
  row: ImportRow;
  view: ImportView;
  isMendable: boolean;
  /** The column being changed. */
  edited: number | null;
  onEdit: (column: number | null) => void;
  onMend: (cells: string[]) => void;
}

/** How the row stands; a link to the customer it became. */
export function RowSign({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  const state = (
    <Tag tone={TONES[row.state]} hasDot>
      {t(`importing.rowState.${row.state}`)}
    </Tag>
  );
  if (row.likeness) {
    return (
      <>
        {state} <Likeness match={row.likeness} />
      </>
    );
  }
  if (row.errors.length > 0 || !row.customer_id) return state;
  return (
    <Link to="/customers/$id" params={{ id: row.customer_id }}>
      {state}
    </Link>
  );
}

/** Whom the row might be the same as: the reasons on hover. */
function Likeness({ match }: { match: Match }) {
  const { t } = useTranslation();
  const why = listing(match.reasons.filter((reason) => reason.weight > 0).map((reason) => reason.words));
  const who = match.name ?? t('importing.likeness.elsewhere', { store: match.store.name });
  const words = t('importing.likeness.words', { who });
  const sign = <BandTag band={match.band} percent={match.percent} />;
  return (
    <Tooltip title={[words, why].filter(Boolean).join(' · ')}>
      {match.id ? (
        <Link to="/customers/$id" params={{ id: match.id }} aria-label={`${words} ${why}`} className="likeness">
          {sign}
          <span className="cut">{match.name}</span>
        </Link>
      ) : (
        <span className="likeness">{sign}</span>
      )}
    </Tooltip>
  );
}

/** Why a cell can't be imported; empty when it can. */
export function faultOf(row: ImportRow, column: ColumnMap): string {
  return listing(row.errors.filter((error) => error.column === column.index).map((error) => error.message));
}

export function RowCell({ column, row, view, isMendable, edited, onEdit, onMend }: RowProps & { column: ColumnMap }) {
  const { t } = useTranslation();
  const value = row.cells[column.index] ?? '';
  return (
    <Cell
      value={value}
      fault={faultOf(row, column)}
      label={t('importing.mend', { row: row.row, column: headerOf(column, t), value })}
      isMendable={isMendable}
      isEdited={edited === column.index}
      onEdit={(isEdited) => onEdit(isEdited ? column.index : null)}
      onSave={(saved) =>
        onMend(view.columns.map(({ index }) => (index === column.index ? saved : (row.cells[index] ?? ''))))
      }
    />
  );
}

interface CellProps {
  value: string;
  /** Why it cannot be imported; empty when it can. */
  fault: string;
  label: string;
  isMendable: boolean;
  isEdited: boolean;
  onEdit: (isEdited: boolean) => void;
  onSave: (value: string) => void;
}

function Cell({ value, fault, label, isMendable, isEdited, onEdit, onSave }: CellProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (pressed(event) === 'Escape') {
      event.currentTarget.value = value;
      onEdit(false);
    } else if (pressed(event) === 'Enter') event.currentTarget.blur();
  };
  if (isEdited) {
    return (
      <input
        // biome-ignore lint/a11y/noAutofocus: the cell was just chosen for changing
        autoFocus
        defaultValue={value}
        aria-label={label}
        aria-invalid={fault !== ''}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          onEdit(false);
          if (event.target.value !== value) onSave(event.target.value);
        }}
      />
    );
  }
  if (isMendable) {
    return (
      <Tooltip title={fault} placement="bottomLeft">
        <button
          type="button"
          className="cut"
          aria-label={fault ? `${label}. ${fault}` : label}
          onClick={() => onEdit(true)}
        >
          {value || '\u00a0'}
        </button>
      </Tooltip>
    );
  }
  return (
    <span className="cut" title={fault || value}>
      {value}
    </span>
  );
}
