// Which columns a list shows and in which order: tick, drag, or move by keyboard.

import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Button, Popover } from 'antd';
import { ArrowDown, ArrowUp, Columns3, GripVertical } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moved } from './order';
import './views.css';

interface ColumnChooserProps {
  /** All columns one may show. */
  all: readonly string[];
  /** Those shown, in order. */
  shown: readonly string[];
  onChange: (shown: string[]) => void;
  onReset: () => void;
}

export function ColumnChooser({ all, shown, onChange, onReset }: ColumnChooserProps) {
  const { t } = useTranslation();
  const rest = all.filter((id) => !shown.includes(id));
  const list = (
    <div className="column-list" data-keyboard-owner>
      <header>
        <span>{t('columns.hint')}</span>
        <button type="button" className="link" onClick={onReset}>
          {t('columns.reset')}
        </button>
      </header>
      <ul aria-label={t('columns.title')}>
        {shown.map((id, place) => (
          <ShownColumn
            key={id}
            id={id}
            onHide={() => onChange(shown.filter((one) => one !== id))}
            onMove={(by) => onChange(moved(shown, id, shown[place + by] ?? id))}
            onDrop={(dragged) => onChange(moved(shown, dragged, id))}
          />
        ))}
        {rest.map((id) => (
          <li key={id}>
            <label>
              <input type="checkbox" className="check" checked={false} onChange={() => onChange([...shown, id])} />
              <span className="second">{t(`field.${id}`)}</span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" arrow={false} content={list} classNames={{ root: 'filter-popup' }}>
      <Button type="text" size="small" icon={<Columns3 size={14} />}>
        {t('columns.button')}
      </Button>
    </Popover>
  );
}

interface ShownColumnProps {
  id: string;
  onHide: () => void;
  onMove: (by: 1 | -1) => void;
  /** Another column was dropped on this one. */
  onDrop: (id: string) => void;
}

function ShownColumn({ id, onHide, onMove, onDrop }: ShownColumnProps) {
  const { t } = useTranslation();
  const item = useRef<HTMLLIElement>(null);
  const drop = useRef(onDrop);
  const [state, setState] = useState<'' | 'dragged' | 'target'>('');
  useEffect(() => {
    drop.current = onDrop;
  });
  useEffect(() => {
    if (!item.current) return;
    return combine(
      draggable({
        element: item.current,
        getInitialData: () => ({ column: id }),
        onDragStart: () => setState('dragged'),
        onDrop: () => setState(''),
      }),
      dropTargetForElements({
        element: item.current,
        canDrop: ({ source }) => typeof source.data.column === 'string' && source.data.column !== id,
        onDragEnter: () => setState('target'),
        onDragLeave: () => setState(''),
        onDrop: ({ source }) => {
          setState('');
          drop.current(source.data.column as string);
        },
      }),
    );
  }, [id]);
  const field = t(`field.${id}`);
  return (
    <li ref={item} className={state}>
      <label>
        <input type="checkbox" className="check" checked onChange={onHide} />
        <span>{field}</span>
      </label>
      <span className="moves">
        <button type="button" aria-label={t('columns.moveUp', { field })} onClick={() => onMove(-1)}>
          <ArrowUp size={13} />
        </button>
        <button type="button" aria-label={t('columns.moveDown', { field })} onClick={() => onMove(1)}>
          <ArrowDown size={13} />
        </button>
      </span>
      <GripVertical size={14} className="grip" aria-hidden />
    </li>
  );
}
