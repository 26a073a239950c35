// Two records of one customer: side by side, merged, found, and taken back.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, test, useTheme } from './roadbook';

async function twins(page: Page, mark: string) {
  const phone = freshPhone();
  const one = await addCustomer(page, `甲${mark}`, { phones: [phone], source: '车展' });
  const other = await addCustomer(page, `乙${mark}`, {
    phones: [phone],
    occupation: '教师',
    email: `${mark}@example.com`,
  });
  return { one, other };
}

test('two records become one by chosen values, and two again from the notice', async ({ staff, mark }) => {
  const { one, other } = await twins(staff, mark);
  await staff.goto(`/customers/${one.id}`);
  await staff.getByRole('button', { name: '更多操作', exact: true }).click();
  await staff.getByRole('menuitem', { name: '与重复档案合并…' }).click();
  const dialog = staff.getByRole('dialog', { name: '与哪份档案合并？' });
  await dialog.getByRole('combobox').fill(`乙${mark}`);
  await staff
    .getByRole('option', { name: new RegExp(`乙${mark}`) })
    .or(staff.locator('.ant-select-item-option'))
    .first()
    .click();
  await dialog.getByRole('button', { name: '并排查看' }).click();

  await expect(staff).toHaveURL(new RegExp(`/customers/${one.id}/merge/${other.id}`));
  const name = staff.getByRole('group', { name: /姓名/ });
  await name.getByRole('radio', { name: `甲${mark}` }).focus();
  await staff.keyboard.press('ArrowRight');
  await expect(name.getByRole('radio', { name: `乙${mark}` })).toBeChecked();
  await staff.getByRole('button', { name: '合并', exact: true }).click();
  await staff.getByRole('button', { name: '仍然合并' }).click();

  await expect(staff.getByRole('heading', { level: 2, name: `乙${mark}` })).toBeVisible();
  await expect(staff).toHaveURL(new RegExp(`/customers/${one.id}`));
  await expect(staff.getByRole('article').filter({ hasText: `合并了“乙${mark}”` })).toBeVisible();
  await staff.locator('.ant-message').getByRole('button', { name: '撤销合并' }).click();
  await expect(staff.getByText('合并已撤销，两份档案恢复如初')).toBeVisible();
  await expect(staff.getByRole('heading', { level: 2, name: `甲${mark}` })).toBeVisible();
  await staff.goto(`/customers/${other.id}`);
  await expect(staff.getByRole('heading', { level: 2, name: `乙${mark}` })).toBeVisible();
});

test('the address of a merged record leads to the one it lives on in', async ({ staff, mark }) => {
  const { one, other } = await twins(staff, mark);
  await staff.request.post('/api/v1/merges', {
    headers: { 'X-Requested-With': 'roadbook' },
    data: { keep: one.id, absorb: other.id },
  });
  await staff.goto(`/customers/${other.id}`);
  await expect(staff).toHaveURL(new RegExp(`/customers/${one.id}`));
  await staff.getByRole('tab', { name: '资料' }).click();
  const merges = staff.getByRole('region', { name: '合并记录' });
  await expect(merges).toContainText(`并入 乙${mark}`);
  await merges.getByRole('button', { name: '撤销合并' }).click();
  await staff.locator('.ant-popconfirm').getByRole('button', { name: '撤销合并' }).click();
  await expect(merges).toContainText('撤销');
  await expect(merges.getByRole('button', { name: '撤销合并' })).toBeHidden();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the page of a merge is accessible in ${theme} and on a phone`, async ({ staff, mark }) => {
    await useTheme(staff, theme);
    const { one, other } = await twins(staff, mark);
    await staff.goto(`/customers/${one.id}/merge/${other.id}`);
    await expect(staff.getByRole('button', { name: '合并', exact: true })).toBeVisible();
    await expectAccessible(staff);
    await staff.setViewportSize({ width: 390, height: 844 });
    await expect(staff.getByRole('button', { name: '合并', exact: true })).toBeInViewport();
    const width = await staff.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
}
