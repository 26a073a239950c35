// Keys, sequences and chords, and where they are silent.
import { fireEvent, render, renderHook } from '@testing-library/react';
import { createElement, type KeyboardEvent as FieldKeyboardEvent } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { pressed, useKeys } from './keys';

beforeEach(() => {
  document.body.innerHTML = '<input id="box"><input id="tick" type="checkbox"><div id="page"></div>';
});
const at = (id: string) => document.getElementById(id)!;

test('single keys, named keys and shifted letters', () => {
  const deeds = { j: vi.fn(), arrowdown: vi.fn(), 'shift+x': vi.fn(), x: vi.fn(), '?': vi.fn() };
  renderHook(() => useKeys(deeds));
  fireEvent.keyDown(at('page'), { key: 'j' });
  fireEvent.keyDown(at('page'), { key: 'ArrowDown' });
  fireEvent.keyDown(at('page'), { key: 'X', shiftKey: true });
  fireEvent.keyDown(at('page'), { key: '?', shiftKey: true });
  expect(deeds.j).toHaveBeenCalledOnce();
  expect(deeds.arrowdown).toHaveBeenCalledOnce();
  expect(deeds['shift+x']).toHaveBeenCalledOnce();
  expect(deeds.x).not.toHaveBeenCalled();
  expect(deeds['?']).toHaveBeenCalledOnce();
});

test('a sequence needs both its keys, in order', () => {
  const go = vi.fn();
  const single = vi.fn();
  renderHook(() => useKeys({ 'g c': go, c: single }));
  fireEvent.keyDown(at('page'), { key: 'c' });
  expect(go).not.toHaveBeenCalled();
  expect(single).toHaveBeenCalledOnce();
  fireEvent.keyDown(at('page'), { key: 'g' });
  fireEvent.keyDown(at('page'), { key: 'c' });
  expect(go).toHaveBeenCalledOnce();
  expect(single).toHaveBeenCalledOnce();
});

test('while one types only chords work', () => {
  const deeds = { j: vi.fn(), 'mod+k': vi.fn() };
  renderHook(() => useKeys(deeds));
  fireEvent.keyDown(at('box'), { key: 'j' });
  fireEvent.keyDown(at('box'), { key: 'k', ctrlKey: true });
  fireEvent.keyDown(at('tick'), { key: 'j' });
  expect(deeds.j).toHaveBeenCalledOnce();
  expect(deeds['mod+k']).toHaveBeenCalledOnce();
});

test('an open dialog owns the keyboard', () => {
  const deed = vi.fn();
  renderHook(() => useKeys({ j: deed }));
  document.body.insertAdjacentHTML('beforeend', '<div data-keyboard-owner></div>');
  fireEvent.keyDown(at('page'), { key: 'j' });
  expect(deed).not.toHaveBeenCalled();
});

test('a Chinese input method keeps its keys', () => {
  const deed = vi.fn();
  renderHook(() => useKeys({ j: deed }));
  fireEvent.keyDown(at('page'), { key: 'j', isComposing: true });
  expect(deed).not.toHaveBeenCalled();
});

test('a field leaves Enter and Esc to the input method', () => {
  const seen: string[] = [];
  const { container } = render(
    createElement('input', { onKeyDown: (event: FieldKeyboardEvent) => seen.push(pressed(event)) }),
  );
  const field = container.querySelector('input')!;
  fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 13 });
  expect(seen).toEqual(['', '', 'Enter']);
});

test('every field asks for its keys in that way', () => {
  const sources = import.meta.glob('../{staff,shared}/**/*.tsx', { query: '?raw', import: 'default', eager: true });
  // A heading that is dragged, and tables and menus, hold no text.
  const raw = Object.entries(sources as Record<string, string>).filter(([, text]) =>
    /\b(event|e)\.key === '(Enter|Escape)'/.test(text),
  );
  expect(raw.map(([file]) => file)).toEqual(['./ui/GridHead.tsx']);
});
