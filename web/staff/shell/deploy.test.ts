// Old pages after a deploy.
import { beforeEach, expect, test, vi } from 'vitest';

const reload = vi.fn();

beforeEach(() => {
  vi.resetModules();
  sessionStorage.clear();
  reload.mockClear();
  vi.stubGlobal('location', { reload });
});

async function openPage() {
  const page = await import('./deploy');
  page.watchDeploys();
  return page;
}

test('a page whose files are there is never reloaded', async () => {
  const { reloadIfOutdated } = await openPage();
  expect(reloadIfOutdated()).toBe(false);
  expect(reload).not.toHaveBeenCalled();
});

test('a page whose files are gone is reloaded when it needs them, and only once', async () => {
  const first = await openPage();
  dispatchEvent(new Event('vite:preloadError'));
  expect(reload).not.toHaveBeenCalled();
  expect(first.reloadIfOutdated()).toBe(true);
  expect(first.reloadIfOutdated()).toBe(true);
  expect(reload).toHaveBeenCalledOnce();

  vi.resetModules();
  const again = await openPage();
  dispatchEvent(new Event('vite:preloadError'));
  expect(again.reloadIfOutdated()).toBe(false);
  expect(reload).toHaveBeenCalledOnce();
});
