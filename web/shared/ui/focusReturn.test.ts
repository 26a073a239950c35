// Where the focus is after something over the page has gone.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { returnFocus } from './focusReturn';

let stop: () => void;
beforeEach(() => {
  document.body.innerHTML = '<button id="cause">新建</button><input id="search">';
  stop = returnFocus();
});
afterEach(() => stop());

const byId = (id: string) => document.getElementById(id)!;

/** A drawer over the page with the focus in it. */
function opened(): HTMLElement {
  const drawer = document.createElement('div');
  drawer.innerHTML = '<div class="ant-drawer"><input id="inside"></div>';
  document.body.append(drawer);
  byId('inside').focus();
  return drawer;
}

/** The drawer goes, and what watches the page has heard of it. */
async function closed(drawer: HTMLElement) {
  byId('inside').blur();
  drawer.remove();
  await new Promise((done) => setTimeout(done));
}

test('the focus is back at the cause when a drawer has gone', async () => {
  byId('cause').focus();
  await closed(opened());
  expect(document.activeElement?.id).toBe('cause');
});

test('a focus that was put elsewhere stays there', async () => {
  byId('cause').focus();
  const drawer = opened();
  byId('search').focus();
  await closed(drawer);
  expect(document.activeElement?.id).toBe('search');
});
