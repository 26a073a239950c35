// What holds for every page: it asks for nothing twice, and everybody can read it in both themes.
import type { Page } from '@playwright/test';
import { everyPage, THIRDS } from './pages';
import { expect, expectAccessible, test, useTheme } from './roadbook';

test.describe.configure({ timeout: 180_000 });

for (const third of THIRDS) {
  test(`no page asks twice, and each is accessible in the light theme, ${third}`, async ({ staff }) => {
    await withoutNews(staff);
    await useTheme(staff, 'light');
    const asked: string[] = [];
    staff.on('request', (request) => {
      // A saved view may count what the list itself counts.
      if (request.url().includes('/api/') && !request.url().includes('/count'))
        asked.push(`${request.method()} ${request.url()}`);
    });
    for (const { name, path } of await everyPage(staff, third)) {
      await test.step(name, async () => {
        asked.length = 0;
        await open(staff, path);
        expect(asked.filter((one, place) => asked.indexOf(one) !== place)).toEqual([]);
        await expectAccessible(staff);
      });
    }
  });

  test(`every page is accessible in the dark theme, ${third}`, async ({ staff }) => {
    await withoutNews(staff);
    await useTheme(staff, 'dark');
    for (const { name, path } of await everyPage(staff, third)) {
      await test.step(name, async () => {
        await open(staff, path);
        await expectAccessible(staff);
      });
    }
  });
}

/** The stream of what others do: without it a page reads only what it needs itself. */
async function withoutNews(page: Page): Promise<void> {
  // One that ends and begins again late: a page whose stream is refused reads everything anew.
  const quiet = { contentType: 'text/event-stream', body: 'retry: 600000\n\n' };
  await page.route('**/api/v1/live*', (route) => route.fulfill(quiet));
}

/** Opens a page and waits until all it asked for is there. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForLoadState('networkidle');
}
