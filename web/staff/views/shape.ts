// Which columns a list shows and how wide: those of the view one is in, else those one has chosen on this machine.
import { useCallback, useMemo, useState } from 'react';
import type { ViewDefinition } from '../../shared/api/types';
import { type ColumnWidths, fitting, useColumnWidths, type WidthsOfList } from '../../shared/ui/columnWidths';
import { type ListSearch, readShownWidths, writeWidths } from './definition';

export interface ListShape {
  columns: readonly string[];
  /** Null shows the usual ones again. */
  showColumns: (shown: string[] | null) => void;
  sizes: WidthsOfList;
  /** The usual columns in their usual widths. */
  reset: () => void;
  /** What a view made now keeps of the way the list looks. */
  kept: Pick<ViewDefinition, 'columns' | 'widths'>;
}

/** `change` writes a part of the address; `list` names what is remembered, `usual` the columns of someone new. */
export function useListShape(
  list: string,
  usual: readonly string[],
  search: ListSearch,
  change: (part: ListSearch) => void,
): ListShape {
  const stored = `roadbook.${list}.columns`;
  const [ownColumns, setOwnColumns] = useState(() => localStorage.getItem(stored)?.split(','));
  const ownSizes = useColumnWidths(list);
  const isInView = Boolean(search.view);
  const columns = useMemo(() => search.columns?.split(',') ?? ownColumns ?? usual, [search.columns, ownColumns, usual]);
  const widths = useMemo(() => readShownWidths(search.widths), [search.widths]);

  const remember = useCallback(
    (shown: string[] | null) => {
      if (shown) localStorage.setItem(stored, shown.join(','));
      else localStorage.removeItem(stored);
      setOwnColumns(shown ?? undefined);
    },
    [stored],
  );
  const showColumns = useCallback(
    (shown: string[] | null) => {
      if (isInView) return change({ columns: shown?.join(',') });
      remember(shown);
      change({ columns: undefined });
    },
    [isInView, change, remember],
  );
  const keep = (next: ColumnWidths) => change({ widths: writeWidths(next) });
  const sizesOfView: WidthsOfList = {
    widths,
    resize: (id, width) => {
      const { [id]: _, ...others } = widths;
      keep(width === null ? others : { ...others, [id]: fitting(width) });
    },
    reset: () => keep({}),
  };
  // A link to a list with widths of its own shows them, too, to those who don't have the view.
  const sizes = isInView || search.widths ? sizesOfView : ownSizes;
  const reset = () => {
    if (!isInView) {
      remember(null);
      ownSizes.reset();
    }
    change({ columns: undefined, widths: undefined });
  };
  const kept = {
    columns: [...(search.columns?.split(',') ?? (isInView ? [] : (ownColumns ?? [])))],
    widths: { ...sizes.widths },
  };
  return { columns, showColumns, sizes, reset, kept };
}
