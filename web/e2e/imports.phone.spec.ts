// The import wizard on a phone: nothing scrolls sideways.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, freshPhone, test } from './roadbook';
import { upload } from './upload';

/** The page is no wider than the phone, and neither is anything in it that can be scrolled. */
async function expectNarrow(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main, main *')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX))
      .map((one) => one.className),
  );
  expect(wide).toEqual([]);
}

test('columns and rows are cards, and a bad cell is mended', async ({ staff, mark }) => {
  test.setTimeout(60_000);
  await upload(staff, mark, [`手机甲${mark},${freshPhone()},男,上海,老客户`, `手机乙${mark},12345,女,苏州,`]);
  await expect(staff.getByRole('region', { name: '前几行' })).toContainText(`手机乙${mark}`);
  await expectNarrow(staff);
  await expectAccessible(staff);
  await staff.getByRole('button', { name: '下一步：对应列' }).tap();
  await expect(staff.getByRole('combobox', { name: '性别: 对应字段' })).toBeVisible();
  await expectNarrow(staff);
  await expectAccessible(staff);
  await staff.getByRole('button', { name: /检查全部/ }).tap();
  await expect(staff.getByText('1 行有错误，可在下方直接修改')).toBeVisible({ timeout: 20_000 });
  const card = staff.getByRole('article').filter({ hasText: '第 3 行' });
  await expect(card).toContainText('有错误');
  await expectNarrow(staff);
  await expectAccessible(staff);
  await card.getByRole('button', { name: /修改第 3 行“手机号”：12345/ }).tap();
  await card.getByRole('textbox', { name: /修改第 3 行“手机号”/ }).fill(freshPhone());
  await staff.keyboard.press('Enter');
  await expect(staff.getByText('第 3 行已保存')).toBeVisible();
  await expect(card).not.toContainText('有错误');
});
