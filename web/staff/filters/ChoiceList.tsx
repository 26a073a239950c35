// A list to tick from, with a search box when it is long.
import { Input, type InputRef } from 'antd';
import { Check } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar, inkOf } from '../../shared/ui/faces';
import { matches } from '../palette/match';
import './filters.css';
import { pressed } from '../../shared/keys';
import type { Option } from './options';

interface ChoiceListProps {
  label: string;
  options: Option[];
  chosen: string[];
  onPick: (value: string) => void;
  /** Asked when the server searches; without it the list is narrowed here. */
  onSearch?: ((words: string) => void) | undefined;
}

/** A search box is worth its place from so many choices on. */
const SEARCH_FROM = 8;

export function ChoiceList({ label, options, chosen, onPick, onSearch }: ChoiceListProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [cursor, setCursor] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<InputRef>(null);
  const hasSearch = onSearch !== undefined || options.length >= SEARCH_FROM;
  const shown = onSearch
    ? options
    : options.filter((option) => matches(words, [option.name, option.value, option.group ?? '']));

  useEffect(() => {
    if (hasSearch) box.current?.focus();
    else list.current?.focus();
  }, [hasSearch]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[pressed(event)];
    if (by) {
      event.preventDefault();
      setCursor((old) => Math.max(0, Math.min(shown.length - 1, old + by)));
    }
    const option = shown[cursor];
    if (pressed(event) === 'Enter' && option) {
      event.preventDefault();
      onPick(option.value);
    }
  };
  const search = (typed: string) => {
    setWords(typed);
    setCursor(0);
    onSearch?.(typed);
  };
  return (
    <div className="choice-list">
      {hasSearch && (
        <Input
          ref={box}
          variant="borderless"
          placeholder={t('common.search')}
          aria-label={`${t('common.search')} ${label}`}
          value={words}
          onChange={(event) => search(event.target.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <div
        ref={list}
        role="listbox"
        aria-label={label}
        aria-multiselectable
        tabIndex={-1}
        onKeyDown={hasSearch ? undefined : onKeyDown}
      >
        {shown.length === 0 && <p className="muted">{t('filter.noOptions')}</p>}
        {shown.map((option, index) => (
          <Fragment key={option.value}>
            {option.group && option.group !== shown[index - 1]?.group && <p className="muted">{option.group}</p>}
            <button
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={chosen.includes(option.value)}
              className={index === cursor ? 'present' : undefined}
              onMouseMove={() => setCursor(index)}
              onClick={() => onPick(option.value)}
            >
              <Check size={14} className="tick" />
              {option.isPerson && <Avatar name={option.name} size={20} />}
              {option.colour && <i style={{ background: inkOf(option.colour) }} />}
              <span className="cut">{option.name}</span>
            </button>
          </Fragment>
        ))}
      </div>
    </div>
  );
}
