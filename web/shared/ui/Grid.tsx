// The list of any length: only rows in sight are in the page, only pages in sight are asked for; keys, choice, sorting.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../choice';
import { useKeys } from '../keys';
import type { Pages } from '../paging';
import type { WidthsOfList } from './columnWidths';
import './grid.css';
import { GridHead } from './GridHead';
import { GridRow } from './GridRow';
import { CHOICE_PX, type Column, fittingWidth, widthVariables } from './gridCells';
import { ErrorState } from './states';

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
  /** Whether rows can be chosen, for those who may do something with many. */
  canChoose?: boolean;
  /** How wide the columns are; on a phone there are none. */
  sizes: WidthsOfList;
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
/** Bones drawn below the last loaded row while more are on the way. */
const AHEAD = 24;

export function Grid<Row extends { id: string }>(props: GridProps<Row>) {
  const {
    label,
    pages,
    columns,
    choice,
    canChoose = true,
    sizes,
    cursor,
    onCursor,
    onOpen,
    card,
    empty,
    question,
  } = props;
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

  useGridKeys(
    { ...props, canChoose },
    Math.ceil((virtual.scrollOffset ?? 0) / rowPx),
    (index) => virtual.scrollToIndex(index),
    onToggle,
  );

  const onHold = useStable((id: string) => {
    choice.begin();
    onToggle(id);
  });

  const keyOf = keysOnce();
  const [pulled, setPulled] = useState<{ id: string; width: number } | null>(null);
  const widths = pulled ? { ...sizes.widths, [pulled.id]: pulled.width } : sizes.widths;
  const startPx = canChoose ? CHOICE_PX : 0;
  const width = columns.reduce((sum, column) => sum + (widths[column.id] ?? column.width), startPx);
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
      className={`grid${card ? ' cards' : ''}${canChoose ? '' : ' unchosen'}${pulled ? ' pulled' : ''}`}
      style={widthVariables(widths)}
      role="grid"
      aria-label={label}
      aria-rowcount={pages.hasMore ? -1 : pages.length + 1}
      aria-busy={pages.isLoading}
      aria-multiselectable={canChoose}
      tabIndex={0}
    >
      <div style={{ minWidth: card ? undefined : width, height: virtual.getTotalSize(), position: 'relative' }}>
        {!card && (
          <GridHead
            columns={columns}
            startPx={startPx}
            sort={props.sort}
            onSort={props.onSort}
            choice={canChoose ? choice : null}
            ids={ids}
            widths={widths}
            edge={{
              onPull: setPulled,
              onKeep: sizes.resize,
              onFit: (id) => sizes.resize(id, fittingWidth(cellsOf(scroller.current, id))),
            }}
          />
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
              canChoose={canChoose}
              isChoosing={choice.isChoosing}
              onToggle={onToggle}
              onPress={onPress}
              onHold={onHold}
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

/** The cells of a column that are drawn. */
function cellsOf(list: HTMLElement | null, id: string): HTMLElement[] {
  return list ? [...list.querySelectorAll<HTMLElement>(`[data-column="${id}"]`)] : [];
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
  { pages, choice, canChoose, cursor, onCursor, onOpen }: GridProps<Row>,
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
      if (!present || !canChoose) return;
      anchor.current = cursor;
      onToggle(present.id);
    },
    'shift+x': () => {
      if (!canChoose) return;
      const from = anchor.current < 0 ? cursor : anchor.current;
      const range = Array.from({ length: Math.abs(cursor - from) + 1 }, (_, step) =>
        pages.at(Math.min(cursor, from) + step),
      );
      choice.add(range.flatMap((row) => (row ? [row.id] : [])));
    },
    ...(choice.isEmpty ? {} : { escape: choice.clear }),
  });
}

/** The same function for ever, doing what the latest one given does; for rows that are not drawn anew. */
function useStable<Argument>(deed: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(deed);
  useEffect(() => {
    latest.current = deed;
  });
  return useCallback((argument) => latest.current(argument), []);
}
