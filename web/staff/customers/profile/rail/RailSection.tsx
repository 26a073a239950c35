// A titled part of the side, with the deed that adds to it.
import type { ReactNode } from 'react';
import { Deed } from '../../../../shared/ui/Deed';
import './rail.css';

interface RailSectionProps {
  title: string;
  /** What the button at the right does, and why it may not. */
  add?: { label: string; words: string; reason: string | null; onAdd: () => void };
  children: ReactNode;
}

export function RailSection({ title, add, children }: RailSectionProps) {
  return (
    <section className="rail-section" aria-label={title}>
      <header>
        <h3>{title}</h3>
        {add && (
          <Deed type="text" size="small" reason={add.reason} aria-label={add.label} onClick={add.onAdd}>
            {add.words}
          </Deed>
        )}
      </header>
      {children}
    </section>
  );
}
