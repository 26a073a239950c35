// The rows of the file with what was found in each; a cell at fault is red, says why, and can be changed.
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Tooltip } from 'antd';
import { ListChecks } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRow, ImportView, Page } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { useWrite } from '../../shared/queries';
import { Tag, type Tone } from '../../shared/ui/faces';
import { Bone, Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { headerOf } from './fields';

const ROW_PX = 38;
const NUMBER_PX = 62;
const STATE_PX = 250;
const CELL_PX = 148;

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

interface RowsTableProps {
  view: ImportView;
  isOnlyErrors: boolean;
  isMendable: boolean;
}

export function RowsTable({ view, isOnlyErrors, isMendable }: RowsTableProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const query = isOnlyErrors ? { only: 'errors' } : {};
  const list = useEndless<ImportRow>(`/imports/${view.id}/rows`, query, { pageSize: 100 });
  const [edited, setEdited] = useState<{ row: number; column: number } | null>(null);
  const mend = useMend(view.id);
  const { items, hasMore, more } = list;
  const virtual = useVirtualizer({
    count: items.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    paddingStart: 34,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 20) more();
  });
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (list.isLoading) return <Skeleton lines={8} />;
  if (items.length === 0) {
    return <Empty icon={ListChecks} title={t('importing.noErrors')} hint={t('importing.noErrorsHint')} />;
  }
  const width = NUMBER_PX + STATE_PX + view.columns.length * CELL_PX;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by keys
    <div ref={scroller} className="rows-table" role="table" aria-label={t('importing.rowsTable')} tabIndex={0}>
      <div style={{ minWidth: width, height: virtual.getTotalSize(), position: 'relative' }}>
        <div role="rowgroup">
          <div role="row" className="rows-line head">
            <span role="columnheader" style={{ width: NUMBER_PX }}>
              {t('importing.row')}
            </span>
            <span role="columnheader" style={{ width: STATE_PX }}>
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
            const row = items[item.index];
            return (
              <div
                key={item.key}
                role="row"
                className="rows-line"
                style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
              >
                {row ? (
                  <Row
                    row={row}
                    view={view}
                    isMendable={isMendable}
                    edited={edited?.row === row.row ? edited.column : null}
                    onEdit={(column) => setEdited(column === null ? null : { row: row.row, column })}
                    onMend={(cells) => mend.mutate({ row: row.row, cells })}
                  />
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

interface RowProps {
  row: ImportRow;
  view: ImportView;
  isMendable: boolean;
  /** The column being changed. */
  edited: number | null;
  onEdit: (column: number | null) => void;
  onMend: (cells: string[]) => void;
}

function Row({ row, view, isMendable, edited, onEdit, onMend }: RowProps) {
  const { t } = useTranslation();
  const state = (
    <Tag tone={TONES[row.state]} hasDot>
      {t(`importing.rowState.${row.state}`)}
    </Tag>
  );
  return (
    <>
      <span role="cell" className="muted num" style={{ width: NUMBER_PX }}>
        {row.row}
      </span>
      <span role="cell" style={{ width: STATE_PX }}>
        {row.errors.length > 0 ? (
          <>
            {state}
            <span className="late cut row-fault" title={row.errors.map((error) => error.message).join('；')}>
              {row.errors[0]?.message}
            </span>
          </>
        ) : row.customer_id ? (
          <Link to="/customers/$id" params={{ id: row.customer_id }}>
            {state}
          </Link>
        ) : (
          state
        )}
      </span>
      {view.columns.map((column) => {
        const errors = row.errors.filter((error) => error.column === column.index);
        return (
          <Cell
            key={column.index}
            value={row.cells[column.index] ?? ''}
            fault={errors.map((error) => error.message).join('；')}
            label={t('importing.mend', {
              row: row.row,
              column: headerOf(column, t),
              value: row.cells[column.index] ?? '',
            })}
            isMendable={isMendable}
            isEdited={edited === column.index}
            onEdit={(isEdited) => onEdit(isEdited ? column.index : null)}
            onSave={(value) => {
              const cells = view.columns.map(({ index }) =>
                index === column.index ? value : (row.cells[index] ?? ''),
              );
              onMend(cells);
            }}
          />
        );
      })}
    </>
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
    if (event.key === 'Escape') {
      event.currentTarget.value = value;
      onEdit(false);
    } else if (event.key === 'Enter') event.currentTarget.blur();
  };
  const className = fault ? 'cell fault' : 'cell';
  return (
    <span role="cell" className={className} style={{ width: CELL_PX }}>
      {isEdited ? (
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
      ) : isMendable ? (
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
      ) : (
        <span className="cut" title={fault || value}>
          {value}
        </span>
      )}
    </span>
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
