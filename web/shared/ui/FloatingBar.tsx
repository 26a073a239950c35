// The dark bar over a list: what one may do with the chosen rows.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './blocks.css';

interface FloatingBarProps {
  /** How many are chosen, in words. */
  words: string;
  onClear: () => void;
  children: ReactNode;
}

export function FloatingBar({ words, onClear, children }: FloatingBarProps) {
  const { t } = useTranslation();
  return (
    <section className="floating-bar" aria-label={words}>
      <b aria-live="polite">{words}</b>
      {children}
      <button type="button" onClick={onClear} aria-label={t('blocks.clearChoice')}>
        <X size={15} />
      </button>
    </section>
  );
}
