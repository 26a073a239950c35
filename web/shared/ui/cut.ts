// Text that had to be cut says all of itself while the pointer rests on it.

/** Gives every cut text below the pointer its whole wording as a title; returns the way back. */
export function tellWhatIsCut(): () => void {
  document.addEventListener('pointerover', tell);
  return () => document.removeEventListener('pointerover', tell);
}

function tell({ target }: Event): void {
  const text = target instanceof Element ? target.closest<HTMLElement>('.cut') : null;
  if (!text || text.parentElement?.closest('[title]')) return;
  const isOurs = 'told' in text.dataset;
  if (text.title && !isOurs) return;
  if (text.scrollWidth > text.clientWidth) {
    text.title = text.textContent ?? '';
    text.dataset.told = '';
  } else if (isOurs) {
    text.removeAttribute('title');
    delete text.dataset.told;
  }
}
