// What a column of a list is, and how wide its cells are: as wide as was chosen, else as usual with a share of what is left over.
import type { CSSProperties, ReactNode } from 'react';
import type { ColumnWidths } from './columnWidths';

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

export const CHOICE_PX = 40;
/** What stands beside the words of a title: the room left and right, and the arrow of sorting. */
const TITLE_BESIDE_PX = 36;

export function cellClass<Row>(column: Column<Row>): string {
  return `grid-cell${column.alignsEnd ? ' end' : ''}${column.isFixed ? ' fixed edge' : ''}`;
}

/** Widths stand in variables of the list, so that rows need not be drawn anew while a column is pulled. */
export function cellStyle<Row>(columns: Column<Row>[], place: number, startPx: number): CSSProperties {
  const column = columns[place]!;
  const growing = { flex: `var(--share-${column.id}, ${column.width}) 0 ${widthOf(column)}` };
  if (!column.isFixed) return growing;
  const before = columns.slice(0, place).map(widthOf);
  // Where a fixed column stands is reckoned from those before it, so only the last may take a share.
  const size = columns[place + 1]?.isFixed ? { flex: `0 0 ${widthOf(column)}` } : growing;
  return { ...size, left: `calc(${[`${startPx}px`, ...before].join(' + ')})` };
}

/** The chosen widths as variables. */
export function widthVariables(widths: ColumnWidths): CSSProperties {
  const lines = Object.entries(widths).flatMap(([id, width]) => [
    [`--width-${id}`, `${width}px`],
    [`--share-${id}`, 0],
  ]);
  return Object.fromEntries(lines);
}

/** The usual width of a column, or more where its title is long in this language; by letters, before anything is drawn. */
export function titledWidth(width: number, title: string): number {
  const letters = [...title].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12 : 6.6), 0);
  return Math.max(width, Math.ceil(letters) + TITLE_BESIDE_PX);
}

/** How wide these cells of one column must be for nothing to be cut off, in pixels. */
export function fittingWidth(cells: HTMLElement[]): number {
  const before = cells.map(({ style: { flex, width } }) => ({ flex, width }));
  for (const { style } of cells) Object.assign(style, { flex: 'none', width: 'max-content' });
  const widest = Math.max(0, ...cells.map((cell) => cell.offsetWidth));
  for (const [place, { style }] of cells.entries()) Object.assign(style, before[place]);
  return widest;
}

function widthOf<Row>(column: Column<Row>): string {
  return `var(--width-${column.id}, ${column.width}px)`;
}
