// What a cut text tells, and when.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tellWhatIsCut } from './cut';

let stop: () => void;
beforeEach(() => {
  stop = tellWhatIsCut();
});
afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

/** A text of a width in a place of another, with the pointer over it. */
function hovered(words: string, textPx: number, placePx: number, title = ''): HTMLElement {
  document.body.innerHTML = `<p class="cut" title="${title}"><b>${words}</b></p>`;
  const text = document.querySelector<HTMLElement>('.cut')!;
  if (!title) text.removeAttribute('title');
  resize(text, textPx, placePx);
  point(text);
  return text;
}

function resize(text: HTMLElement, textPx: number, placePx: number) {
  Object.defineProperties(text, {
    scrollWidth: { value: textPx, configurable: true },
    clientWidth: { value: placePx, configurable: true },
  });
}

function point(text: HTMLElement) {
  text.firstElementChild!.dispatchEvent(new Event('pointerover', { bubbles: true }));
}

test('a cut text says all of itself, one that fits says nothing', () => {
  expect(hovered('苏州辰启机电设备有限公司', 160, 90).title).toBe('苏州辰启机电设备有限公司');
  expect(hovered('龚一鸣', 40, 90).hasAttribute('title')).toBe(false);
});

test('a title of its own stays, and ours goes when there is room again', () => {
  expect(hovered('长名字', 160, 90, '客户').title).toBe('客户');
  const text = hovered('长名字', 160, 90);
  resize(text, 40, 90);
  point(text);
  expect(text.hasAttribute('title')).toBe(false);
});
