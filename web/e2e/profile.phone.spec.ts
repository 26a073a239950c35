// On a phone: the profile, a car and the home page fit the screen and work by thumb.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, test } from './roadbook';

async function expectNoSidewaysScroll(page: Page) {
  const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(spill).toBeLessThanOrEqual(0);
}

test('a customer is read, written about and changed on a phone', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `手机${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/customers/${customer.id}`);
  await staff.getByRole('button', { name: '通话' }).tap();
  await staff.getByRole('button', { name: '已接通' }).tap();
  await expect(staff.getByRole('article').filter({ hasText: '通话 · 已接通' })).toBeVisible();
  await expectNoSidewaysScroll(staff);
  await expectAccessible(staff);

  await staff.getByRole('tab', { name: '资料' }).tap();
  await expect(staff.getByRole('region', { name: '联系方式' })).toBeVisible();
  await expectNoSidewaysScroll(staff);
});

test('home and the list of cars fit a phone', async ({ staff }) => {
  await staff.goto('/');
  await expect(staff.getByRole('region', { name: '客户阶段' })).toBeVisible();
  await expectNoSidewaysScroll(staff);
  await expectAccessible(staff);
  await staff.goto('/vehicles');
  await expect(staff.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await expectNoSidewaysScroll(staff);
  await expectAccessible(staff);
});
