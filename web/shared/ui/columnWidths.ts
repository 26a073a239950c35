// How wide one has drawn the columns of a list, remembered on this machine.
import { useCallback, useState } from 'react';

export const COLUMN_PX_MIN = 60;
export const COLUMN_PX_MAX = 640;

/** Pixels by column; a column not named has its usual width. */
export type ColumnWidths = Readonly<Record<string, number>>;

export interface WidthsOfList {
  widths: ColumnWidths;
  /** Null gives the column its usual width again. */
  resize: (id: string, width: number | null) => void;
  reset: () => void;
}

export function useColumnWidths(list: string): WidthsOfList {
  const stored = `roadbook.${list}.widths`;
  const [widths, setWidths] = useState(() => readWidths(localStorage.getItem(stored)));
  const keep = useCallback(
    (next: ColumnWidths) => {
      if (Object.keys(next).length > 0) localStorage.setItem(stored, JSON.stringify(next));
      else localStorage.removeItem(stored);
      setWidths(next);
    },
    [stored],
  );
  return {
    widths,
    resize: (id, width) => {
      const { [id]: _, ...others } = widths;
      keep(width === null ? others : { ...others, [id]: fitting(width) });
    },
    reset: () => keep({}),
  };
}

/** What was kept, as far as it makes sense. */
export function readWidths(text: string | null): ColumnWidths {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).flatMap(([id, width]) => (isWidth(width) ? [[id, width]] : [])));
  } catch {
    return {};
  }
}

/** The nearest width a column may have. */
export function fitting(width: number): number {
  return Math.min(COLUMN_PX_MAX, Math.max(COLUMN_PX_MIN, Math.round(width)));
}

export function isWidth(width: unknown): width is number {
  return typeof width === 'number' && width >= COLUMN_PX_MIN && width <= COLUMN_PX_MAX;
}
