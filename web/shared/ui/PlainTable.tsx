// A table of moderate length: plain HTML, a sticky head, rows that may open something.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Endless, useEnd } from '../endless';
import './blocks.css';
import { Bone } from './states';

export interface PlainColumn<Row> {
  id: string;
  /** An empty title is for columns of buttons. */
  title: string;
  width?: number | string;
  alignsEnd?: boolean;
  /** Left out on a phone. */
  isExtra?: boolean;
  cell: (row: Row) => ReactNode;
}

interface PlainTableProps<Row extends { id: string }> {
  label: string;
  columns: PlainColumn<Row>[];
  /** Nothing while they are on the way. */
  rows: Row[] | undefined;
  onOpen?: (row: Row) => void;
  /** The row whose details are open. */
  present?: string | undefined;
  /** When given, more rows are asked for as the end comes into sight. */
  endless?: Pick<Endless<Row>, 'hasMore' | 'more' | 'isLoadingMore'>;
}

export function PlainTable<Row extends { id: string }>(props: PlainTableProps<Row>) {
  const { label, columns, rows, onOpen, present, endless } = props;
  const { t } = useTranslation();
  const end = useEnd<HTMLTableRowElement>(() => endless?.more());
  return (
    <table className="plain-table" aria-label={label} aria-busy={!rows}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" style={{ width: column.width }} className={classOf(column)}>
              {column.title || <span className="seen-by-readers-only">{t('blocks.deeds')}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {!rows && <Bones columns={columns.length} />}
        {rows?.map((row) => (
          <tr
            key={row.id}
            className={`${onOpen ? 'opens' : ''}${row.id === present ? ' present' : ''}`}
            onClick={onOpen && ((event) => isPlain(event) && onOpen(row))}
          >
            {columns.map((column) => (
              <td key={column.id} className={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
        {endless?.hasMore && (
          <tr ref={end}>
            <td colSpan={columns.length}>
              <Bone width="30%" />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Bones({ columns }: { columns: number }) {
  return Array.from({ length: 6 }, (_, line) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
    <tr key={line}>
      {Array.from({ length: columns }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
        <td key={place}>
          <Bone width={`${40 + ((line * 23 + place * 17) % 45)}%`} />
        </td>
      ))}
    </tr>
  ));
}

function classOf<Row>({ alignsEnd, isExtra }: PlainColumn<Row>): string {
  return `${alignsEnd ? 'end' : ''}${isExtra ? ' extra' : ''}`;
}

/** A click on the row itself, not on a button, a link or a box in it. */
function isPlain(event: React.MouseEvent): boolean {
  return !(event.target as HTMLElement).closest('button, a, input, label, .ant-select, .ant-popover, .ant-modal');
}
