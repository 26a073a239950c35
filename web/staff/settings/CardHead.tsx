// The head of a card: what it is, one line about it, and deeds at the right.
import type { ReactNode } from 'react';

export function CardHead({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <header>
      <h2>{title}</h2>
      <span className="muted">{hint}</span>
      {children && <div className="spring" />}
      {children}
    </header>
  );
}
