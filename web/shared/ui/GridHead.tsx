// The head of a list: choosing what is loaded, sorting by a column, and its edge to make it wider.
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../choice';
import { COLUMN_PX_MAX, COLUMN_PX_MIN, type ColumnWidths, fitting } from './columnWidths';
import { type Column, cellClass, cellStyle } from './gridCells';

/** How far one press of an arrow moves an edge, alone and with Shift. */
const STEP_PX = 8;
const STRIDE_PX = 40;

interface GridHeadProps<Row> {
  columns: Column<Row>[];
  startPx: number;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  /** None when rows can't be chosen. */
  choice: Choice | null;
  /** The rows that are loaded. */
  ids: string[];
  widths: ColumnWidths;
  edge: EdgeDeeds;
}

export interface EdgeDeeds {
  /** While it is pulled; null when it was let go without a change. */
  onPull: (pulled: { id: string; width: number } | null) => void;
  /** Null gives the usual width again. */
  onKeep: (id: string, width: number | null) => void;
  onFit: (id: string) => void;
}

export function GridHead<Row>({ columns, startPx, sort, onSort, choice, ids, widths, edge }: GridHeadProps<Row>) {
  const { t } = useTranslation();
  return (
    <div className="grid-head" role="row" aria-rowindex={1}>
      {choice && (
        <div className="grid-choice fixed" role="columnheader">
          <input
            type="checkbox"
            className="check"
            aria-label={t('grid.chooseLoaded')}
            checked={choice.isAll || (ids.length > 0 && ids.every(choice.has))}
            ref={(box) => {
              if (box) box.indeterminate = !choice.isAll && choice.ids.size > 0 && !ids.every(choice.has);
            }}
            onChange={() => (choice.isEmpty ? choice.add(ids) : choice.clear())}
          />
        </div>
      )}
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="columnheader"
          aria-sort={directionOf(column, sort) ?? undefined}
          className={cellClass(column)}
          style={cellStyle(columns, place, startPx)}
          data-column={column.id}
        >
          <Title column={column} sort={sort} onSort={onSort} />
          <Edge column={column} width={widths[column.id] ?? column.width} {...edge} />
        </div>
      ))}
    </div>
  );
}

interface TitleProps<Row> {
  column: Column<Row>;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

function Title<Row>({ column, sort, onSort }: TitleProps<Row>) {
  const { t } = useTranslation();
  const field = column.sort;
  if (!field) return <span className="cut">{column.title}</span>;
  const direction = directionOf(column, sort);
  const [first, second] = column.sortsFrom === 'least' ? [field, `-${field}`] : [`-${field}`, field];
  const next = sort === first ? second : sort === second ? undefined : first;
  return (
    <button type="button" aria-label={t('grid.sortBy', { field: column.title })} onClick={() => onSort(next)}>
      <span className="cut">{column.title}</span>
      {direction === 'ascending' && <ArrowUp size={12} />}
      {direction === 'descending' && <ArrowDown size={12} />}
    </button>
  );
}

interface EdgeProps<Row> extends EdgeDeeds {
  column: Column<Row>;
  width: number;
}

/** Pulled, moved by arrows, fitted by a double press or Enter; Delete gives the usual width again. */
function Edge<Row>({ column, width, onPull, onKeep, onFit }: EdgeProps<Row>) {
  const { t } = useTranslation();
  const held = useRef<{ x: number; width: number; isMoved: boolean } | null>(null);
  const widthNow = (event: PointerEvent) => fitting(held.current!.width + event.clientX - held.current!.x);
  const letGo = () => {
    held.current = null;
    onPull(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.shiftKey ? STRIDE_PX : STEP_PX;
    const shown = event.currentTarget.parentElement?.offsetWidth ?? width;
    if (event.key === 'ArrowLeft') onKeep(column.id, shown - step);
    else if (event.key === 'ArrowRight') onKeep(column.id, shown + step);
    else if (event.key === 'Enter') onFit(column.id);
    else if (event.key === 'Delete' || event.key === 'Backspace') onKeep(column.id, null);
    else if (event.key === 'Escape' && held.current) letGo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="separator"
      className="column-edge"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('grid.widthOf', { field: column.title })}
      aria-valuenow={width}
      aria-valuemin={COLUMN_PX_MIN}
      aria-valuemax={COLUMN_PX_MAX}
      title={t('grid.widthHint')}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = { x: event.clientX, width: event.currentTarget.parentElement!.offsetWidth, isMoved: false };
      }}
      onPointerMove={(event) => {
        if (!held.current || (!held.current.isMoved && event.clientX === held.current.x)) return;
        held.current.isMoved = true;
        onPull({ id: column.id, width: widthNow(event) });
      }}
      onPointerUp={(event) => {
        if (held.current?.isMoved) onKeep(column.id, widthNow(event));
        letGo();
      }}
      onPointerCancel={letGo}
      onDoubleClick={() => onFit(column.id)}
    />
  );
}

function directionOf<Row>({ sort: field }: Column<Row>, sort: string | undefined): 'ascending' | 'descending' | null {
  if (!field) return null;
  return sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : null;
}
