// The page of duplicates leads to the merge of a pair, and merges all that are surely one at once.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, send, test } from './roadbook';

test.describe.configure({ mode: 'serial' });

const SEARCH_MS = 60_000;
const MERGE_MS = 90_000;

async function search(page: Page): Promise<void> {
  await page.goto('/duplicates?band=same');
  await page.getByRole('button', { name: '查找重复客户' }).click();
  await expect(page.getByText('已开始查重')).toBeVisible();
  await expect(page.getByRole('button', { name: '查找重复客户' })).toBeEnabled({ timeout: SEARCH_MS });
}

test('a pair is merged from the page of duplicates by keyboard', async ({ staff, mark }) => {
  test.setTimeout(SEARCH_MS);
  const phone = freshPhone();
  for (const occupation of ['教师', '医生']) {
    await addCustomer(staff, `司徒${mark}`, { phones: [phone], birthday: '1979-04-30', gender: 'male', occupation });
  }
  await search(staff);
  const card = staff.getByRole('article', { name: `司徒${mark} – 司徒${mark}` });
  await expect(async () => {
    await staff.keyboard.press('j');
    await expect(card).toBeVisible({ timeout: 500 });
  }).toPass();
  await card.click({ position: { x: 4, y: 4 } });
  await staff.keyboard.press('m');
  await expect(staff).toHaveURL(/\/customers\/[^/]+\/merge\/[^/]+/);
  await staff.getByRole('button', { name: '合并', exact: true }).click();
  await expect(staff.getByRole('heading', { level: 2, name: `司徒${mark}` })).toBeVisible();
  await staff.goto('/duplicates?state=merged');
  await expect(card).toBeVisible();
});

test('all that are surely one are merged at once and taken back', async ({ staff, mark }) => {
  test.setTimeout(MERGE_MS);
  // A store of its own, so that the pairs of other tests stay as they are.
  const store = await send<{ id: string }>(staff, 'POST', '/stores', {
    code: mark.toUpperCase(),
    name: `合并店${mark}`,
  });
  const phone = freshPhone();
  const twins: { id: string }[] = [];
  for (const occupation of ['教师', '医生']) {
    const known = { phones: [phone], birthday: '1979-04-30', gender: 'male', occupation, store_id: store.id };
    twins.push(await addCustomer(staff, `司空${mark}`, known));
  }
  await staff.goto('/');
  await staff.evaluate((id) => localStorage.setItem('roadbook.store', id), store.id);
  await search(staff);
  await staff.getByRole('button', { name: '合并全部“同一人”' }).click();
  const dialog = staff.getByRole('dialog');
  await expect(dialog).toContainText('整批可以撤销');
  await dialog.getByRole('button', { name: '合并全部“同一人”' }).click();
  const run = staff.getByRole('region', { name: '批量合并' });
  await expect(run.getByRole('button', { name: '撤销全部' })).toBeVisible({ timeout: MERGE_MS });
  await expect(run).toContainText('批量合并了');
  await expectAccessible(staff);
  const states = await Promise.all(twins.map(({ id }) => staff.request.get(`/api/v1/customers/${id}`)));
  expect(states.map((answer) => answer.status()).sort()).toEqual([200, 410]);

  await run.getByRole('button', { name: '撤销全部' }).click();
  await staff.locator('.ant-popconfirm').getByRole('button', { name: '撤销全部' }).click();
  await expect(run).toContainText('已撤销', { timeout: MERGE_MS });
  const back = await Promise.all(twins.map(({ id }) => staff.request.get(`/api/v1/customers/${id}`)));
  expect(back.map((answer) => answer.status())).toEqual([200, 200]);
});
