// Opens the palette the moment it is asked for: until its parts have come, a plain field takes what is typed and hands it over.
import { lazy, Suspense, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { pressed } from '../../shared/keys';
import './palette.css';

export const loadPalette = () => import('./Palette').then((module) => ({ default: module.Palette }));
const Palette = lazy(loadPalette);

export function PaletteDoor({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  useFocusReturn();
  return createPortal(
    <div data-keyboard-owner role="dialog" aria-modal aria-label={t('shell.search')}>
      <div className="palette-veil" onClick={onClose} aria-hidden />
      <Suspense
        fallback={
          <div className="palette">
            <input
              // biome-ignore lint/a11y/noAutofocus: whoever opened it types already
              autoFocus
              cmdk-input=""
              value={words}
              placeholder={t('palette.placeholder')}
              aria-label={t('shell.search')}
              onChange={(event) => setWords(event.target.value)}
              onKeyDown={(event) => pressed(event) === 'Escape' && onClose()}
            />
          </div>
        }
      >
        <Palette words={words} onWords={setWords} onClose={onClose} />
      </Suspense>
    </div>,
    document.body,
  );
}

/** Gives the focus back to what had it before. */
function useFocusReturn() {
  // Taken while rendering: afterwards the field has it.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}
