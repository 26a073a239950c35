// The search box of a page: `/` goes to it, and it asks a moment after the last letter.
import { Input } from 'antd';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';

interface SearchBoxProps {
  value: string;
  placeholder: string;
  onChange: (words: string) => void;
}

const SETTLE_MS = 180;

export function SearchBox({ value, placeholder, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  // The words may also be changed from outside: by a view, or by going back.
  if (asked !== value) {
    setAsked(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === asked) return;
    const timer = setTimeout(() => {
      setAsked(typed);
      onChange(typed);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, asked, onChange]);
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
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
