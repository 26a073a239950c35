// Keys, sequences and chords, and where they are silent.
import { fireEvent, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { useKeys } from './keys';

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
