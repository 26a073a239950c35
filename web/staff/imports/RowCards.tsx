// The rows of the file on a phone: a card each, with the columns that are imported below one another.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Bone } from '../../shared/ui/states';
import { headerOf } from './fields';
import { faultOf, RowCell, type RowProps, RowSign } from './RowCell';
import type { RowsProps } from './RowsTable';

/** Until it is drawn and measured. */
const CARD_PX = 190;

export function RowCards({ rows, hasMore, more, propsOf }: RowsProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX,
    overscan: 4,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 10) more();
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls by keys
    <section ref={scroller} className="row-cards" aria-label={t('importing.rowsTable')} tabIndex={0}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => {
          const row = rows[item.index];
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row ? <Card {...propsOf(row)} /> : <Bone />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Card(props: RowProps) {
  const { t } = useTranslation();
  const { row, view } = props;
  const columns = view.columns.filter((column) => column.field !== null || faultOf(row, column));
  const ofAll = row.errors.filter((error) => error.column === null);
  return (
    <article>
      <header>
        <b>{t('importing.rowNumber', { row: row.row })}</b>
        <RowSign row={row} />
      </header>
      {ofAll.map((error) => (
        <p key={error.code} className="late">
          {error.message}
        </p>
      ))}
      <dl>
        {columns.map((column) => {
          const fault = faultOf(row, column);
          return (
            <div key={column.index}>
              <dt className="cut">{headerOf(column, t)}</dt>
              <dd className={fault ? 'cell fault' : 'cell'}>
                <RowCell {...props} column={column} />
              </dd>
              {fault && <dd className="late">{fault}</dd>}
            </div>
          );
        })}
      </dl>
    </article>
  );
}
