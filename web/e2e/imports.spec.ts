// Imports from the file to the result and back again.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, send, test, useTheme } from './roadbook';
import { upload } from './upload';

/** Takes one of the choices of the select that is open. */
function choose(page: Page, words: string): Promise<void> {
  return page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .getByText(words, { exact: true })
    .click();
}

test('a file becomes customers, with a bad row mended, and the import is undone', async ({ staff, mark }) => {
  test.setTimeout(90_000);
  await upload(staff, mark, [`导入甲${mark},${freshPhone()},男,上海,老客户`, `导入乙${mark},12345,女,苏州,`]);
  await expect(staff.getByRole('region', { name: '前几行' })).toContainText(`导入甲${mark}`);
  await staff.getByRole('button', { name: '下一步：对应列' }).click();
  await expect(staff.getByRole('table', { name: '列的对应关系' })).toContainText('手机');
  await staff.getByRole('button', { name: /检查全部/ }).click();

  await expect(staff.getByText('1 行有错误，可在下方直接修改')).toBeVisible({ timeout: 20_000 });
  await staff.getByRole('button', { name: /修改第 3 行“手机号”：12345/ }).click();
  await staff.getByRole('textbox', { name: /修改第 3 行“手机号”/ }).fill(freshPhone());
  await staff.keyboard.press('Enter');
  await expect(staff.getByText('第 3 行已保存')).toBeVisible();

  await staff.getByRole('button', { name: /^导入 .* 行$/ }).click();
  await expect(staff.getByText('导入完成')).toBeVisible({ timeout: 30_000 });
  await staff.goto(`/customers?q=${mark}`);
  await expect(staff.getByRole('row').filter({ hasText: `导入乙${mark}` })).toBeVisible();

  await staff.goto('/imports');
  await staff.getByRole('link', { name: `客户${mark}.csv` }).click();
  await staff.getByRole('button', { name: '撤销导入' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
  await expect(staff.getByText('导入已撤销')).toBeVisible({ timeout: 30_000 });
  await expect(staff.getByText('由它新建的 2 位客户已移除；0 行因之后有人修改而保留。')).toBeVisible();
  await staff.goto(`/customers?q=${mark}`);
  await expect(staff.getByText('没有符合条件的客户')).toBeVisible();
});

test('the start of a row says which columns are at fault, and leads to the cell out of sight', async ({
  staff,
  mark,
}) => {
  const head = '姓名,性别,城市,备注,品牌,车系,车牌,颜色,购车日期,保险到期,年检到期,手机号';
  const row = `宽表${mark},男,上海,老客户,大众,帕萨特,,黑,2021-03-01,不知道,2027-03-01,12345`;
  await upload(staff, mark, [row], head);
  await staff.getByRole('button', { name: '下一步：对应列' }).click();
  await staff.getByRole('button', { name: /检查全部/ }).click();
  const start = staff.getByRole('table', { name: '文件中的行' }).getByRole('listitem');
  await expect(start).toHaveCount(2, { timeout: 20_000 });
  await expect(start.filter({ hasText: '保险到期：' })).toBeInViewport({ ratio: 1 });
  const phone = start.filter({ hasText: '手机号：' });
  await expect(phone).toBeInViewport({ ratio: 1 });
  expect(await phone.evaluate((item) => item.scrollWidth <= item.clientWidth)).toBe(true);

  await expect(staff.getByRole('button', { name: /修改第 2 行“手机号”/ })).not.toBeInViewport();
  await phone.getByRole('button').click();
  const cell = staff.getByRole('textbox', { name: /修改第 2 行“手机号”/ });
  await expect(cell).toBeFocused();
  await expect(cell).toBeInViewport({ ratio: 1 });
  await expect(phone).toBeInViewport({ ratio: 1 });
  await expectAccessible(staff);
});

test('the wizard stands where it was after a reload', async ({ staff, mark }) => {
  await upload(staff, mark, [`重载${mark},${freshPhone()},女,杭州,`]);
  await staff.getByRole('button', { name: '下一步：对应列' }).click();
  const saved = staff.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await staff.getByRole('radiogroup', { name: '遇到已有客户时' }).getByText('跳过，不改动').click();
  await expect(staff.getByRole('radio', { name: '跳过，不改动' })).toBeChecked();
  await saved;
  await staff.reload();
  await expect(staff.getByRole('radio', { name: '跳过，不改动' })).toBeChecked();
});

test('a fixed value fills every row, and a column may win over what is known', async ({ staff, mark }) => {
  test.setTimeout(90_000);
  const phone = freshPhone();
  const known = await addCustomer(staff, `固定值${mark}`, { phones: [phone], gender: 'male' });
  await upload(staff, mark, [`固定值${mark},${phone},女,上海,`]);
  await staff.getByRole('button', { name: '下一步：对应列' }).click();

  await staff.getByRole('combobox', { name: '性别: 客户已有资料时' }).click();
  await choose(staff, '以文件为准');
  await staff.getByRole('combobox', { name: '添加固定值' }).fill('品牌');
  await choose(staff, '品牌');
  const values = staff.getByRole('region', { name: '固定值' });
  await values.getByRole('textbox', { name: '品牌的固定值' }).fill('大众');
  await values.getByRole('textbox', { name: '品牌的固定值' }).press('Enter');
  await expect(values.getByText('还没有列对应到车辆，这些固定值不会起作用')).toBeVisible();
  await values.getByRole('button', { name: '去掉品牌的固定值' }).click();
  await expect(values.getByRole('textbox')).toHaveCount(0);
  await staff.getByRole('combobox', { name: '添加固定值' }).fill('来源');
  await choose(staff, '来源');
  await values.getByRole('combobox', { name: '来源的固定值' }).fill('车展');
  const saved = staff.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await choose(staff, '车展');
  await saved;
  await staff.reload();
  await expect(values).toContainText('车展');

  await staff.getByRole('button', { name: /检查全部/ }).click();
  await expect(staff.getByText('检查通过，可以导入')).toBeVisible({ timeout: 20_000 });
  await staff.getByRole('button', { name: /^导入 .* 行$/ }).click();
  await expect(staff.getByText('导入完成')).toBeVisible({ timeout: 30_000 });
  const now = await send<{ gender: string; source: string }>(staff, 'GET', `/customers/${known.id}`);
  expect(now).toMatchObject({ gender: 'female', source: 'exhibition' });
});

test('a column can be left out, and a missing name is told', async ({ staff, mark }) => {
  await upload(staff, mark, [`缺名${mark},${freshPhone()},男,上海,老客户`]);
  await staff.getByRole('button', { name: '下一步：对应列' }).click();
  await staff.getByRole('combobox', { name: '姓名: 对应字段' }).click();
  await staff.locator('.ant-select-item-option', { hasText: '不导入' }).click();
  await expect(staff.getByRole('alert').filter({ hasText: '还缺必填字段' })).toBeVisible();
});

test('a file of another kind is refused before it is sent', async ({ staff }) => {
  await staff.goto('/imports/new');
  await staff.getByLabel('文件', { exact: true }).setInputFiles({
    name: '照片.png',
    mimeType: 'image/png',
    buffer: Buffer.from('x'),
  });
  await expect(staff.getByText('只能导入 CSV、XLSX、XLS 或 ODS 文件')).toBeVisible();
  await expect(staff.getByRole('button', { name: '上传并识别' })).toBeDisabled();
});

for (const theme of ['light', 'dark'] as const) {
  test(`imports are accessible in the ${theme} theme`, async ({ staff, mark }) => {
    test.setTimeout(90_000);
    await useTheme(staff, theme);
    await upload(staff, mark, [`可读${mark},12345,男,上海,老客户`]);
    await expectAccessible(staff);
    await staff.getByRole('button', { name: '下一步：对应列' }).click();
    await expectAccessible(staff);
    await staff.getByRole('button', { name: /检查全部/ }).click();
    await expect(staff.getByText(/行有错误/)).toBeVisible({ timeout: 20_000 });
    await expectAccessible(staff);
    for (const address of ['/imports', '/imports?tab=background', '/imports/new']) {
      await staff.goto(address);
      await expect(staff.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(staff);
    }
  });
}

test('rows come to the store a column names, a word for one is mapped, and an unknown store is mended', async ({
  staff,
  mark,
}) => {
  test.setTimeout(90_000);
  const { items: stores } = await send<{ items: { code: string; short_name: string }[] }>(staff, 'GET', '/stores');
  const [one, two] = stores;
  await upload(
    staff,
    mark,
    [
      `门店甲${mark},${freshPhone()},${one!.code}`,
      `门店乙${mark},${freshPhone()},城东老店`,
      `门店丙${mark},${freshPhone()},`,
    ],
    '姓名,手机号,所属门店',
  );
  await staff.getByRole('button', { name: '下一步：对应列' }).click();
  await expect(staff.getByRole('row').filter({ hasText: '所属门店' }).first()).toBeVisible();
  await staff.getByRole('button', { name: /^所属门店: / }).click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '城东老店' }).click();
  await choose(staff, two!.short_name);
  await dialog.getByRole('button', { name: /保\s?存/ }).click();
  await expect(dialog).toBeHidden();
  await staff.getByRole('button', { name: /检查全部/ }).click();
  await staff.getByRole('button', { name: /^导入 .* 行$/ }).click();
  await expect(staff.getByText('导入完成')).toBeVisible({ timeout: 30_000 });
  const { items } = await send<{ items: { name: string; store: { code: string } }[] }>(
    staff,
    'GET',
    `/customers?q=${mark}`,
  );
  const storeOf = new Map(items.map(({ name, store }) => [name, store.code]));
  expect(storeOf.get(`门店甲${mark}`)).toBe(one!.code);
  expect(storeOf.get(`门店乙${mark}`)).toBe(two!.code);
});
