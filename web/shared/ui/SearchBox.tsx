// The search box of a page: `/` goes to it, and it asks a moment after the last letter.
import { useRouter } from '@tanstack/react-router';
import { Input } from 'antd';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { pressed } from '../keys';

interface SearchBoxProps {
  value: string;
  placeholder: string;
  onChange: (words: string) => void;
}

const SETTLE_MS = 180;

export function SearchBox({ value, placeholder, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  const { history } = useRouter();
  const [place] = useState(history.location.pathname);
  // The words may also be changed from outside: by a view, or by going back.
  if (asked !== value) {
    setAsked(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === asked) return;
    const timer = setTimeout(() => {
      // Whoever has pressed a link meanwhile is on the way to another page: asking now would bring them back.
      if (history.location.pathname !== place) return;
      setAsked(typed);
      onChange(typed);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, asked, onChange, history, place]);
  return (
    <Input
      className="search-box"
      type="search"
      allowClear
      data-page-search
      aria-label={placeholder}
      placeholder={placeholder}
      prefix={<Search size={14} />}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (pressed(event) === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
