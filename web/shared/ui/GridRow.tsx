// One row of a list: its cells, or a card on a phone, which is chosen by pressing it for long.
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CHOICE_PX, type Column, cellClass, cellStyle } from './gridCells';
import { useHold } from './hold';
import { Bone } from './states';

interface GridRowProps {
  index: number;
  start: number;
  row: { id: string } | undefined;
  columns: Column<{ id: string }>[];
  card: ((row: { id: string }) => ReactNode) | undefined;
  name: string;
  isChosen: boolean;
  isPresent: boolean;
  canChoose: boolean;
  /** Whether a press on a card chooses it instead of opening it. */
  isChoosing: boolean;
  onToggle: (id: string) => void;
  onPress: (index: number) => void;
  /** A card pressed for long. */
  onHold: (id: string) => void;
}

/** Drawn again only when something of it has changed: while scrolling, only rows that come into sight are drawn. */
export const GridRow = memo(
  function GridRow(props: GridRowProps) {
    const { index, start, row, columns, card, name, isChosen, isPresent, canChoose, isChoosing } = props;
    const { onToggle, onPress, onHold } = props;
    const { t } = useTranslation();
    const hold = useHold(() => row && onHold(row.id));
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
          if (!event.currentTarget.contains(event.target as Node)) return;
          if (card && canChoose && isChoosing && row) onToggle(row.id);
          else onPress(index);
        }}
        {...(card && canChoose ? hold : {})}
      >
        {card ? (
          <div role="gridcell" className="grid-card">
            {canChoose && isChoosing && box}
            {row ? card(row) : <Bone width="50%" />}
          </div>
        ) : (
          <>
            {canChoose && (
              <div role="gridcell" className="grid-choice fixed">
                {box}
              </div>
            )}
            {columns.map((column, place) => (
              <div
                key={column.id}
                role="gridcell"
                className={cellClass(column)}
                style={cellStyle(columns, place, canChoose ? CHOICE_PX : 0)}
                data-column={column.id}
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
    old.isChoosing === now.isChoosing &&
    old.columns === now.columns &&
    old.card === now.card,
);
