// The keyboard: single keys, sequences (`g c`) and chords (`mod+k`), silent while one types.
import { type KeyboardEvent as FieldKeyboardEvent, useEffect, useRef } from 'react';

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

/** How long the second key of a sequence may take. */
const SEQUENCE_MS = 1_000;

/** Binds keys, in lower case (`j`, `arrowdown`), while the component is mounted. `mod` is Cmd on a Mac and Ctrl elsewhere; only chords work inside inputs. */
export function useKeys(bindings: KeyMap, isActive = true): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    if (!isActive) return;
    let prefix = '';
    let since = 0;
    const onKey = (event: KeyboardEvent) => {
      const chord = chordOf(event);
      if (chord === null || event.defaultPrevented) return;
      const isChord = chord.startsWith('mod+');
      if (!isChord && (isTyping(event.target) || isCovered())) return;
      const sequence = prefix && Date.now() - since < SEQUENCE_MS ? `${prefix} ${chord}` : chord;
      const deed = latest.current[sequence] ?? latest.current[chord];
      const isPrefix = Object.keys(latest.current).some((keys) => keys.startsWith(`${chord} `));
      prefix = isPrefix && sequence === chord ? chord : '';
      since = Date.now();
      if (!deed) return;
      event.preventDefault();
      prefix = '';
      deed(event);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isActive]);
}

/** What was pressed in a field; nothing while an input method puts letters together: its Enter and Esc are its own. */
export function pressed({ key, nativeEvent }: Pick<FieldKeyboardEvent, 'key' | 'nativeEvent'>): string {
  return isComposing(nativeEvent) ? '' : key;
}

function isComposing({
  isComposing: puttingTogether,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return puttingTogether || keyCode === LEFT_TO_THE_INPUT_METHOD;
}

/** What browsers call a key that an input method took, Safari also the Enter after the end of a composition. */
const LEFT_TO_THE_INPUT_METHOD = 229;

/** The key to show for `mod` on this machine. */
export const MOD = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl ';

function chordOf(event: KeyboardEvent): string | null {
  if (isComposing(event) || event.altKey || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return null;
  const key = event.key.toLowerCase();
  if (event.metaKey || event.ctrlKey) return `mod+${key}`;
  return event.shiftKey && (event.key.length > 1 || /[a-z]/.test(key)) ? `shift+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Letters typed at a radio button or a tick say nothing to it.
  if (target instanceof HTMLInputElement) return !/^(radio|checkbox|button|submit)$/.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

/** A dialog or an open menu owns the keyboard. */
function isCovered(): boolean {
  return (
    document.querySelector('[data-keyboard-owner], .ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !==
    null
  );
}
