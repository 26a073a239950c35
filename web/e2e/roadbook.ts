// What every browser test needs: a page signed in as someone of the demo world, own records, and an eye for errors.
import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test';

interface DemoLogin {
  login: string;
  password: string;
  role: string;
  name: string;
}

interface Fixtures {
  /** Signed in through the API as the first person of the demo world, who may do everything. */
  staff: Page;
  /** A word that occurs in no other test's records. */
  mark: string;
}

/** Complaints of the browser itself that say nothing about the pages. */
const HARMLESS = [/Failed to load resource/, /net::ERR_ABORTED/];

export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !HARMLESS.some((known) => known.test(message.text())))
        faults.push(message.text());
    });
    await use(page);
    expect(faults, 'the page threw or logged errors').toEqual([]);
  },
  staff: async ({ page }, use) => {
    await signIn(page);
    await use(page);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
  mark: async ({}, use) => {
    await use(Math.random().toString(36).slice(2, 8));
  },
});

export { expect };

/** The people of the demo world, most powerful first. */
export async function demoLogins(request: APIRequestContext): Promise<DemoLogin[]> {
  const about = await request.get('/api/v1/about');
  expect(about.ok(), 'Roadbook must be running with --demo').toBe(true);
  const { demo_logins } = (await about.json()) as { demo_logins: DemoLogin[] };
  return demo_logins;
}

/** Signs the page's browser in; without a choice as the first of the demo world. */
export async function signIn(page: Page, choose: (person: DemoLogin) => boolean = () => true): Promise<DemoLogin> {
  const person = (await demoLogins(page.request)).find(choose);
  if (!person) throw new Error('nobody like that in the demo world');
  await send(page, 'POST', '/session', { login: person.login, password: person.password });
  return person;
}

/** Sends a request as the person signed in, and returns its answer. */
export async function send<Answer>(page: Page, method: string, path: string, data?: unknown): Promise<Answer> {
  const response = await page.request.fetch(`/api/v1${path}`, {
    method,
    headers: { 'X-Requested-With': 'roadbook' },
    ...(data === undefined ? {} : { data }),
  });
  expect(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`).toBe(true);
  return (await response.json().catch(() => undefined)) as Answer;
}

/** A customer of this test's own, in the first store of the person signed in. */
export async function addCustomer(page: Page, name: string, more: object = {}): Promise<{ id: string; name: string }> {
  const { stores } = await send<{ stores: { id: string }[] }>(page, 'GET', '/session');
  return send(page, 'POST', '/customers', { kind: 'person', name, store_id: stores[0]?.id, ...more });
}

/** Opens the palette with the keyboard, once the page listens to it. */
export async function openPalette(page: Page): Promise<void> {
  await expect(page.getByRole('navigation')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
}

/** A mobile number nobody else has. */
export function freshPhone(): string {
  return `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
}

/** Nothing on the page may break the accessibility rules of WCAG 2.1 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  const words = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect(words).toEqual([]);
}

export async function useTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.addInitScript((chosen) => localStorage.setItem('roadbook.theme', chosen), theme);
}
