// Duplicates: the search, the pairs side by side, deciding by keyboard, and the warning of a new customer.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, test } from './roadbook';

test.describe.configure({ mode: 'serial' });

const SEARCH_MS = 60_000;
const cards = (page: Page) => page.getByRole('list', { name: '可能重复的客户' }).getByRole('article');

async function search(page: Page): Promise<void> {
  await page.goto('/duplicates');
  await page.getByRole('button', { name: '查找重复客户' }).click();
  await expect(page.getByText('已开始查重')).toBeVisible();
  await expect(page.getByRole('button', { name: '查找重复客户' })).toBeEnabled({ timeout: SEARCH_MS });
}

test('the base is searched and a pair is told apart and taken back by keyboard', async ({ staff }) => {
  const phone = freshPhone();
  for (const name of ['慕容云岚', '慕容云岚']) {
    await addCustomer(staff, name, { phones: [phone], birthday: '1984-02-29', gender: 'female' });
  }
  await search(staff);
  await staff.goto('/duplicates?band=same');
  await expect(cards(staff).first()).toContainText('同一人');
  await expectAccessible(staff);
  const names = await cards(staff).first().getAttribute('aria-label');
  // Not the way to the merge, which a pair told apart no longer has.
  const person = cards(staff).first().locator('a[href^="/customers/"]:not([href*="/merge/"])').first();
  const href = await person.getAttribute('href');
  await staff.keyboard.press('d');
  await expect(staff.getByText('已标记为不是同一人')).toBeVisible();
  await expect(cards(staff).locator(`a[href="${href}"]`)).toHaveCount(0);
  await staff.locator('label').filter({ hasText: '不是同一人' }).click();
  await expect(staff).toHaveURL(/state=different/);
  await expect(cards(staff).locator(`a[href="${href}"]`)).toBeVisible();
  await expect(cards(staff).first()).toHaveAttribute('aria-label', names ?? '');
  await staff.keyboard.press('u');
  await expect(staff.getByText('已撤回')).toBeVisible();
});

test('a new customer who is known is warned of with the reasons', async ({ staff }) => {
  const phone = freshPhone();
  const known = await addCustomer(staff, '纳兰若汐', { phones: [phone] });
  await staff.goto('/customers?new=true');
  const form = staff.getByRole('dialog');
  await form.getByLabel('手机号').fill(phone);
  await form.getByLabel('姓名').fill('纳兰若汐');
  const warning = form.getByRole('status').filter({ hasText: '很可能已有这位客户' });
  await expect(warning).toContainText('手机号相同');
  await expect(warning).toContainText('姓名相同');
  await warning.getByRole('link', { name: /纳兰若汐/ }).click();
  await expect(staff).toHaveURL(new RegExp(`/customers/${known.id}`));
});
