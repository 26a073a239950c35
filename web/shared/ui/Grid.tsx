// The list of any length: only rows in sight are in the page, only pages in sight are asked for; keys, choice, sorting.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, type ReactNode, type RefObject, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../choice';
import { useKeys } from '../keys';
import type { Pages } from '../paging';
import './grid.css';
import { Bone, ErrorState } from './states';

export interface Column<Row> {
  id: string;
  title: string;
  /** At least this many pixels; what is left over is shared out. */
  width: number;
  /** The field the server sorts by; none when it cannot. */
  sort?: string | undefined;
  /** Which way the first press on the head sorts; the greatest or newest first unless said otherwise. */
  sortsFrom?: 'least' | 'greatest';
  alignsEnd?: boolean;
  /** Stays in sight while the others scroll sideways; only the first columns may. */
  isFixed?: boolean;
  cell: (row: Row) => ReactNode;
}

interface GridProps<Row extends { id: string }> {
  label: string;
  pages: Pages<Row>;
  /** Keep the array the same between renders: rows are drawn anew when it changes. */
  columns: Column<Row>[];
  /** Names a row for screen readers. */
  nameOf: (row: Row) => string;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  choice: Choice;
  /** The place of the row the keyboard is on, -1 for none. */
  cursor: number;
  onCursor: (index: number) => void;
  onOpen: (row: Row, index: number) => void;
  /** What a row looks like on a phone; with it the list is cards instead of columns. */
  card?: ((row: Row) => ReactNode) | undefined;
  /** Shown when nothing answers the question. */
  empty: ReactNode;
  /** A change of this text starts the list from the top. */
  question: string;
}

const ROW_PX = 40;
const CARD_PX = 84;
const CHOICE_PX = 40;
/** Bones drawn below the last loaded row while more are on the way. */
const AHEAD = 24;

export function Grid<Row extends { id: string }>(props: GridProps<Row>) {
  const { label, pages, columns, choice, cursor, onCursor, onOpen, card, empty, question } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = card ? CARD_PX : ROW_PX;
  const rowCount = pages.length + (pages.hasMore ? AHEAD : 0);
  const virtual = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
    paddingStart: card ? 0 : 34,
    scrollPaddingStart: card ? 0 : 34,
    initialOffset: left.get(`${label} ${question}`) ?? 0,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { show } = pages;
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows may need asking for when the list has grown
  useEffect(() => show(first, last), [show, first, last, pages.length]);
  useScrollMemory(scroller, `${label} ${question}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: cards and rows differ in height
  useEffect(() => virtual.measure(), [rowPx]);

  const loadedIds = () => pages.loaded().map((row) => row.id);
  const onToggle = useStable((id: string) => choice.toggle(id, loadedIds));

  const onPress = useStable((index: number) => {
    const pressed = pages.at(index);
    onCursor(index);
    if (pressed) onOpen(pressed, index);
  });

  useGridKeys(props, Math.ceil((virtual.scrollOffset ?? 0) / rowPx), (index) => virtual.scrollToIndex(index), onToggle);

  const keyOf = keysOnce();
  const width = CHOICE_PX + columns.reduce((sum, column) => sum + column.width, 0);
  const ids = pages.isLoading ? [] : loadedIds();
  if (pages.failure && pages.length === 0) {
    return (
      <div className="grid-empty">
        <ErrorState failure={pages.failure} onRetry={pages.retry} />
      </div>
    );
  }
  if (!pages.isLoading && pages.length === 0 && !pages.hasMore) return <div className="grid-empty">{empty}</div>;
  return (
    <div
      ref={scroller}
      className={card ? 'grid cards' : 'grid'}
      role="grid"
      aria-label={label}
      aria-rowcount={pages.hasMore ? -1 : pages.length + 1}
      aria-busy={pages.isLoading}
      aria-multiselectable
      tabIndex={0}
    >
      <div style={{ minWidth: card ? undefined : width, height: virtual.getTotalSize(), position: 'relative' }}>
        {!card && (
          <div className="grid-head" role="row" aria-rowindex={1}>
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
            {columns.map((column, index) => (
              <HeadCell
                key={column.id}
                column={column}
                left={leftOf(columns, index)}
                sort={props.sort}
                onSort={props.onSort}
              />
            ))}
          </div>
        )}
        {pages.failure && (
          <p className="grid-failure" role="alert">
            {t('grid.moreFailed')}{' '}
            <button type="button" className="link" onClick={pages.retry}>
              {t('common.retry')}
            </button>
          </p>
        )}
        {items.map((item) => {
          const row = pages.at(item.index);
          return (
            <GridRow
              key={keyOf(row?.id, item.index)}
              index={item.index}
              start={item.start}
              row={row}
              columns={columns as unknown as Column<{ id: string }>[]}
              card={card as ((row: { id: string }) => ReactNode) | undefined}
              name={row ? props.nameOf(row) : ''}
              isChosen={row !== undefined && choice.has(row.id)}
              isPresent={item.index === cursor}
              onToggle={onToggle}
              onPress={onPress}
            />
          );
        })}
      </div>
    </div>
  );
}

/**
 * Rows are known by their record, so an editor open in one stays with its record when the list moves under it; only a record
 * that stands on two pages for a moment, and rows on the way, are known by their place.
 */
function keysOnce() {
  const seen = new Set<string>();
  return (id: string | undefined, index: number): string | number => {
    if (id === undefined || seen.has(id)) return index;
    seen.add(id);
    return id;
  };
}

/** How far each list was scrolled when it was left. */
const left = new Map<string, number>();

/** A new question starts from the top; coming back to a list is coming back to where one was. */
function useScrollMemory(scroller: RefObject<HTMLDivElement | null>, name: string) {
  const shown = useRef(name);
  useEffect(() => {
    const element = scroller.current;
    if (shown.current !== name) element?.scrollTo({ top: 0 });
    shown.current = name;
    if (!element) return;
    const remember = () => left.set(name, element.scrollTop);
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [name, scroller]);
}

/** J, K, arrows, X, Shift+X, Enter and Escape. */
function useGridKeys<Row extends { id: string }>(
  { pages, choice, cursor, onCursor, onOpen }: GridProps<Row>,
  firstInSight: number,
  scrollTo: (index: number) => void,
  onToggle: (id: string) => void,
) {
  const anchor = useRef(-1);
  const move = (by: number) => {
    const from = cursor < 0 ? firstInSight - 1 : cursor;
    const next = Math.max(0, Math.min(pages.length - 1, from + by));
    if (pages.length === 0) return;
    onCursor(next);
    scrollTo(next);
  };
  const present = pages.at(cursor);
  useKeys({
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    pagedown: () => move(15),
    pageup: () => move(-15),
    enter: () => present && onOpen(present, cursor),
    x: () => {
      if (!present) return;
      anchor.current = cursor;
      onToggle(present.id);
    },
    'shift+x': () => {
      const from = anchor.current < 0 ? cursor : anchor.current;
      const range = Array.from({ length: Math.abs(cursor - from) + 1 }, (_, step) =>
        pages.at(Math.min(cursor, from) + step),
      );
      choice.add(range.flatMap((row) => (row ? [row.id] : [])));
    },
    ...(choice.isEmpty ? {} : { escape: choice.clear }),
  });
}

interface HeadCellProps<Row> {
  column: Column<Row>;
  left: number;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

function HeadCell<Row>({ column, left, sort, onSort }: HeadCellProps<Row>) {
  const { t } = useTranslation();
  const field = column.sort;
  const direction = !field ? null : sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : null;
  const [first, second] = column.sortsFrom === 'least' ? [field, `-${field}`] : [`-${field}`, field];
  const next = sort === first ? second : sort === second ? undefined : first;
  return (
    <div
      role="columnheader"
      aria-sort={direction ?? undefined}
      className={cellClass(column)}
      style={cellStyle(column, left)}
    >
      {field ? (
        <button type="button" aria-label={t('grid.sortBy', { field: column.title })} onClick={() => onSort(next)}>
          <span className="cut">{column.title}</span>
          {direction === 'ascending' && <ArrowUp size={12} />}
          {direction === 'descending' && <ArrowDown size={12} />}
        </button>
      ) : (
        <span className="cut">{column.title}</span>
      )}
    </div>
  );
}

interface GridRowProps {
  index: number;
  start: number;
  row: { id: string } | undefined;
  columns: Column<{ id: string }>[];
  card: ((row: { id: string }) => ReactNode) | undefined;
  name: string;
  isChosen: boolean;
  isPresent: boolean;
  onToggle: (id: string) => void;
  onPress: (index: number) => void;
}

/** Drawn again only when something of it has changed: while scrolling, only rows that come into sight are drawn. */
const GridRow = memo(
  function GridRow({ index, start, row, columns, card, name, isChosen, isPresent, onToggle, onPress }: GridRowProps) {
    const { t } = useTranslation();
    const box = row && (
      <input
        type="checkbox"
        className="check"
        aria-label={t('grid.chooseRow', { name })}
        checked={isChosen}
        onClick={(event) => event.stopPropagation()}
        onChange={() => onToggle(row.id)}
      />
    );
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's own keys open rows
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-selected={isChosen}
        className={`grid-row${isChosen ? ' chosen' : ''}${isPresent ? ' present' : ''}`}
        style={{ transform: `translateY(${start}px)` }}
        onClick={(event) => {
          // A menu opened from a cell is its child for React, but not in the page.
          if (event.currentTarget.contains(event.target as Node)) onPress(index);
        }}
      >
        {card ? (
          <div role="gridcell" className="grid-card">
            {row ? card(row) : <Bone width="50%" />}
          </div>
        ) : (
          <>
            <div role="gridcell" className="grid-choice fixed">
              {box}
            </div>
            {columns.map((column, place) => (
              <div
                key={column.id}
                role="gridcell"
                className={cellClass(column)}
                style={cellStyle(column, leftOf(columns, place))}
              >
                {row ? column.cell(row) : <Bone width={`${35 + ((index * 37 + place * 13) % 40)}%`} />}
              </div>
            ))}
          </>
        )}
      </div>
    );
  },
  (old, now) =>
    old.row === now.row &&
    old.start === now.start &&
    old.isChosen === now.isChosen &&
    old.isPresent === now.isPresent &&
    old.columns === now.columns &&
    old.card === now.card,
);

/** The same function for ever, doing what the latest one given does; for rows that are not drawn anew. */
function useStable<Argument>(deed: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(deed);
  useEffect(() => {
    latest.current = deed;
  });
  return useCallback((argument) => latest.current(argument), []);
}

function cellClass<Row>(column: Column<Row>): string {
  return `grid-cell${column.alignsEnd ? ' end' : ''}${column.isFixed ? ' fixed edge' : ''}`;
}

function cellStyle<Row>(column: Column<Row>, left: number) {
  return column.isFixed ? { flex: `0 0 ${column.width}px`, left } : { flex: `${column.width} 0 ${column.width}px` };
}

function leftOf<Row>(columns: Column<Row>[], index: number): number {
  return columns.slice(0, index).reduce((sum, column) => sum + column.width, CHOICE_PX);
}
