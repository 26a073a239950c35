// The audit: what somebody saw and changed is found again, with before and after, verified and exported.
import { readFile } from 'node:fs/promises';
import { addCustomer, expect, expectAccessible, send, signIn, test, useTheme } from './roadbook';

test('a change is found with before and after, and who looked at the customer', async ({ staff, mark }) => {
  const { id } = await addCustomer(staff, `审${mark}`);
  await send(staff, 'PATCH', `/customers/${id}`, { stage: 'intent' });
  await staff.goto(`/customers/${id}`);
  await expect(staff.getByText(`审${mark}`).first()).toBeVisible();
  const seen = () => send<{ items: unknown[] }>(staff, 'GET', `/audit-lines?kind=saw&customer_id=${id}`);
  await expect.poll(async () => (await seen()).items.length).toBe(1);
  await staff.goto('/settings/audit');
  const lines = staff.getByRole('table', { name: '审计' });
  await lines
    .getByRole('row', { name: new RegExp(`修改资料.*审${mark}`) })
    .getByRole('button')
    .click();
  const detail = staff.getByRole('dialog', { name: /修改资料/ });
  await expect(detail.locator('del')).toHaveText('线索');
  await expect(detail.locator('ins')).toHaveText('意向');
  await detail.getByRole('button', { name: '只看此客户' }).click();
  await expect(detail).toHaveCount(0);
  await expect(lines.getByRole('row', { name: /修改资料/ })).toHaveCount(1);
  await staff.getByRole('radiogroup', { name: '类型' }).getByText('查看').click();
  await expect(lines.getByRole('row', { name: new RegExp(`查看客户.*审${mark}`) })).toHaveCount(1);
  await staff.getByRole('radiogroup', { name: '类型' }).getByText('登录').click();
  await expect(staff.getByText('没有符合条件的记录')).toBeVisible();
});

test('the audit is verified, its heads can be noted, and a file of it leaves a line', async ({ staff }) => {
  await staff.goto('/settings/audit');
  const state = staff.getByRole('region', { name: '封存状态' });
  await expect(state).toContainText(/已封存 [\d,]+ 行/);
  await state.getByRole('button', { name: '立即校验' }).click();
  await expect(state).toContainText('未被改动', { timeout: 60_000 });
  await state.getByRole('button', { name: '链头' }).click();
  const heads = staff.getByRole('dialog', { name: '链头' });
  await expect(heads.locator('pre').first()).toContainText('/journal/');
  await heads.getByRole('button', { name: /close|关闭/i }).click();
  const download = staff.waitForEvent('download');
  await staff.getByRole('button', { name: '导出 CSV' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text.split('\n')[0]).toContain('操作人');
  await staff.getByRole('radiogroup', { name: '类型' }).getByText('导出').click();
  await expect(staff.getByRole('row', { name: /审计 · 导出/ }).first()).toBeVisible();
});

test('a store manager sees the own store, and verifies nothing', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'store_manager');
  await page.goto('/settings/audit');
  await expect(page.getByRole('table', { name: '审计' }).getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('button', { name: '立即校验' })).toHaveCount(0);
});

test('who may not see the audit is told why', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'sales_consultant');
  await page.goto('/settings/audit');
  await expect(page.getByText('需要“查看审计”权限').first()).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the audit is accessible in ${theme}`, async ({ staff }) => {
    await useTheme(staff, theme);
    await staff.goto('/settings/audit');
    const first = staff.getByRole('table', { name: '审计' }).getByRole('row').nth(1);
    await expect(first).toBeVisible();
    await expectAccessible(staff);
    await first.getByRole('button').click();
    await expect(staff.getByRole('dialog')).toBeVisible();
    await expectAccessible(staff);
  });
}

test('on a phone a line is a card that opens', async ({ staff }) => {
  await staff.setViewportSize({ width: 390, height: 844 });
  await staff.goto('/settings/audit');
  const card = staff.getByRole('table', { name: '审计' }).getByRole('row').nth(1);
  await card.getByRole('button').click();
  await expect(staff.getByRole('dialog')).toContainText('操作人');
  expect(await staff.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
