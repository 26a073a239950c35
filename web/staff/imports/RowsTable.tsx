// The rows of the file with what was found in each; a cell at fault is red, and the start of its row says where and why.
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ListChecks } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRow, ImportView, Page } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { useIsPhone } from '../../shared/media';
import { useWrite } from '../../shared/queries';
import { Bone, Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { headerOf } from './fields';
import { RowCards } from './RowCards';
import { faultOf, RowCell, type RowProps, RowSign } from './RowCell';

const ROW_PX = 38;
const NUMBER_PX = 62;
const STATE_PX = 300;
const CELL_PX = 148;
const NUMBER_PLACE = { width: NUMBER_PX, left: 0 };
const STATE_PLACE = { width: STATE_PX, left: NUMBER_PX };

interface RowsTableProps {
  view: ImportView;
  isOnlyErrors: boolean;
  isMendable: boolean;
}

export function RowsTable({ view, isOnlyErrors, isMendable }: RowsTableProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const query = isOnlyErrors ? { only: 'errors' } : {};
  const list = useEndless<ImportRow>(`/imports/${view.id}/rows`, query, { pageSize: 100 });
  const [edited, setEdited] = useState<{ row: number; column: number } | null>(null);
  const mend = useMend(view.id);
  const { items, hasMore, more } = list;
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (list.isLoading) return <Skeleton lines={8} />;
  if (items.length === 0) {
    return <Empty icon={ListChecks} title={t('importing.noErrors')} hint={t('importing.noErrorsHint')} />;
  }
  const Rows = isPhone ? RowCards : RowLines;
  return (
    <Rows
      rows={items}
      hasMore={hasMore}
      more={more}
      view={view}
      propsOf={(row) => ({
        row,
        view,
        isMendable,
        edited: edited?.row === row.row ? edited.column : null,
        onEdit: (column) => setEdited(column === null ? null : { row: row.row, column }),
        onMend: (cells) => mend.mutate({ row: row.row, cells }),
      })}
    />
  );
}

export interface RowsProps {
  rows: ImportRow[];
  hasMore: boolean;
  more: () => void;
  view: ImportView;
  propsOf: (row: ImportRow) => RowProps;
}

/** Columns side by side, as in the file. */
function RowLines({ rows, hasMore, more, view, propsOf }: RowsProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    paddingStart: 34,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 20) more();
  });
  const width = NUMBER_PX + STATE_PX + view.columns.length * CELL_PX;
  return (
    <div
      ref={scroller}
      className="rows-table"
      role="table"
      aria-label={t('importing.rowsTable')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by keys
      tabIndex={0}
      // A cell scrolled into sight must not come to lie under the columns that stay.
      style={{ scrollPaddingLeft: NUMBER_PX + STATE_PX }}
    >
      <div style={{ minWidth: width, height: virtual.getTotalSize(), position: 'relative' }}>
        <div role="rowgroup">
          <div role="row" className="rows-line head">
            <span role="columnheader" className="staying" style={NUMBER_PLACE}>
              {t('importing.row')}
            </span>
            <span role="columnheader" className="staying" style={STATE_PLACE}>
              {t('importing.stateLabel')}
            </span>
            {view.columns.map((column) => (
              <span key={column.index} role="columnheader" className="cut" style={{ width: CELL_PX }}>
                {headerOf(column, t)}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup">
          {shown.map((item) => {
            const row = rows[item.index];
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                role="row"
                className="rows-line"
                style={{ transform: `translateY(${item.start}px)`, minHeight: ROW_PX }}
              >
                {row ? (
                  <Line {...propsOf(row)} />
                ) : (
                  <span role="cell" style={{ width: 240 }}>
                    <Bone />
                  </span>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Line(props: RowProps) {
  const { row, view } = props;
  return (
    <>
      <span role="cell" className="staying muted num" style={NUMBER_PLACE}>
        {row.row}
      </span>
      <span role="cell" className="staying" style={STATE_PLACE}>
        <RowSign row={row} />
        {row.errors.length > 0 && <Faults {...props} />}
      </span>
      {view.columns.map((column) => (
        <span
          key={column.index}
          role="cell"
          className={faultOf(row, column) ? 'cell fault' : 'cell'}
          style={{ width: CELL_PX }}
        >
          <RowCell {...props} column={column} />
        </span>
      ))}
    </>
  );
}

/** Every fault of a row with the column it lies in; pressing one goes to its cell. */
function Faults({ row, view, isMendable, onEdit }: RowProps) {
  const { t } = useTranslation();
  return (
    <ul className="row-faults late">
      {row.errors.map((error) => {
        const column = view.columns.find(({ index }) => index === error.column);
        const words = column
          ? t('importing.faultAt', { column: headerOf(column, t), message: error.message })
          : error.message;
        return (
          <li key={`${error.column} ${error.code}`}>
            {column && isMendable ? (
              <button type="button" onClick={() => onEdit(column.index)}>
                {words}
              </button>
            ) : (
              words
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Sends a mended row and puts the server's verdict in its place. */
function useMend(id: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useWrite<{ row: number; cells: string[] }, ImportRow>({
    deed: ({ row, cells }) => api.patch<ImportRow>(`/imports/${id}/rows/${row}`, { cells }),
    touches: () => [['imports', id, {}]],
    onDone: (answer) =>
      client.setQueriesData<InfiniteData<Page<ImportRow>>>(
        { queryKey: ['imports', id, 'rows'] },
        (old) =>
          old?.pages && {
            ...old,
            pages: old.pages.map((page) => ({
              ...page,
              items: page.items.map((item) => (item.row === answer.row ? answer : item)),
            })),
          },
      ),
    done: ({ row }) => t('importing.mended', { row }),
  });
}
