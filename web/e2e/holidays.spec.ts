// The calendar of working days: a pasted notice is read, written down and taken back.
import { expect, expectAccessible, test, useTheme } from './roadbook';

const YEAR = new Date().getFullYear() + 1;

test('the holidays of next year are pasted, written down and taken back', async ({ staff }) => {
  await staff.goto('/settings/holidays');
  await staff.getByRole('combobox', { name: '年份' }).click();
  await staff.locator('.ant-select-item-option', { hasText: `${YEAR}` }).click();
  await expect(staff.getByText('尚未公布，按周末推算')).toBeVisible();
  await staff.getByRole('button', { name: '粘贴通知或表格' }).click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByRole('textbox').fill('七、国庆节：10月1日至7日放假调休，共7天。');
  await dialog.getByRole('button', { name: '读取' }).click();
  await expect(staff.getByRole('heading', { name: `${YEAR} 年，7 天` })).toBeVisible();
  await staff.getByLabel('公布出处').fill('国务院办公厅通知');
  await staff.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByText('已保存')).toBeVisible();
  await expectAccessible(staff);
  await useTheme(staff, 'dark');
  await expectAccessible(staff);
  await staff.getByRole('button', { name: '恢复系统提供的安排' }).click();
  await staff
    .locator('.ant-popconfirm')
    .getByRole('button', { name: /确\s*定/ })
    .click();
  await expect(staff.getByText('已恢复')).toBeVisible();
});
