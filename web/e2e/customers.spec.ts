// The customer list: asking, keeping views, changing one and many, adding.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, send, test, useTheme } from './roadbook';
import { textOfWorkbook } from './workbook';

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('a filter is added by keyboard, stands in the address, and can be removed', async ({ staff }) => {
  await staff.goto('/customers');
  await expect(staff.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await staff.keyboard.press('f');
  await staff.keyboard.type('阶段');
  await staff.keyboard.press('Enter');
  await staff.getByRole('option', { name: '车主' }).click();
  await staff.getByRole('option', { name: '忠诚' }).click();
  await staff.keyboard.press('Escape');
  await staff.getByRole('heading', { name: '客户' }).click();
  await expect(staff).toHaveURL(/filter=stage:any_of:owner,loyal/);
  await expect(staff.getByRole('group', { name: '阶段' })).toContainText('车主、忠诚');
  await staff.getByRole('button', { name: '移除筛选：阶段' }).click();
  await expect(staff).not.toHaveURL(/filter=/);
});

test('searching narrows the list and an empty answer offers the way back', async ({ staff, mark }) => {
  await addCustomer(staff, `独一${mark}`);
  await staff.goto('/customers');
  await staff.getByRole('searchbox').fill(`独一${mark}`);
  await expect(rowOf(staff, `独一${mark}`)).toBeVisible();
  await expect(staff.getByText('1 位客户')).toBeVisible();
  await staff.getByRole('searchbox').fill(`没有${mark}没有`);
  await expect(staff.getByText('没有符合条件的客户')).toBeVisible();
  await staff.getByRole('button', { name: '清空筛选' }).click();
  await expect(staff.getByRole('row').nth(3)).toBeVisible();
});

test('a view is kept, changed, shared by its address, and deleted', async ({ staff, mark }) => {
  const name = `视图${mark}`;
  await staff.goto('/customers?filter=stage:any_of:lead&sort=-created');
  await staff.getByRole('button', { name: '另存为视图' }).first().click();
  await staff.getByLabel('视图名称').fill(name);
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(staff.getByRole('tab', { name: new RegExp(name) })).toHaveAttribute('aria-selected', 'true');

  await staff.getByRole('button', { name: '移除筛选：阶段' }).click();
  await staff.getByRole('button', { name: '保存修改' }).click();
  await expect(staff.getByRole('button', { name: '保存修改' })).toBeHidden();
  await staff.getByRole('tab', { name: /全部客户/ }).click();
  await staff.getByRole('tab', { name: new RegExp(name) }).click();
  await expect(staff).toHaveURL(/sort=-created/);
  await expect(staff).not.toHaveURL(/filter=/);

  await staff.getByRole('button', { name: `视图操作：${name}` }).click();
  await staff.getByRole('menuitem', { name: '删除视图' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(staff.getByRole('tab', { name: new RegExp(name) })).toBeHidden();
});

test('a view is shared with the people of one store', async ({ staff, mark }) => {
  const name = `门店视图${mark}`;
  await staff.goto('/customers?sort=-created');
  await staff.getByRole('button', { name: '另存为视图' }).first().click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByLabel('视图名称').fill(name);
  await dialog.getByRole('switch').click();
  await dialog.getByRole('combobox', { name: '给谁看' }).click();
  const store = staff.locator('.ant-select-item-option', { hasText: '店的同事' }).first();
  const audience = (await store.textContent()) ?? '';
  await store.click();
  await dialog.getByRole('button', { name: '保存' }).click();
  const tab = staff.getByRole('tab', { name: new RegExp(name) });
  await expect(tab).toHaveAttribute('title', new RegExp(`共享给${audience.replace('的同事', '')}`));
  await staff.getByRole('button', { name: `视图操作：${name}` }).click();
  await staff.getByRole('menuitem', { name: '删除视图' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(tab).toBeHidden();
});

test('the stage of a customer is changed where they stand', async ({ staff, mark }) => {
  const name = `改阶段${mark}`;
  await addCustomer(staff, name);
  await staff.goto(`/customers?q=${name}`);
  await rowOf(staff, name).getByRole('button', { name: '编辑 阶段' }).click();
  const saved = staff.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await staff.locator('.ant-select-item-option', { hasText: '意向' }).click();
  expect((await saved).ok()).toBe(true);
  await expect(rowOf(staff, name)).toContainText('意向');
  await staff.reload();
  await expect(rowOf(staff, name)).toContainText('意向');
});

test('many customers are changed at once, with the way back', async ({ staff, mark }) => {
  await Promise.all([1, 2, 3].map((n) => addCustomer(staff, `批量${mark}${n}`, { stage: 'lead' })));
  await staff.goto(`/customers?q=批量${mark}`);
  await expect(staff.getByText('3 位客户')).toBeVisible();
  await staff.getByLabel('选择已加载的行').check();
  await staff.getByRole('toolbar', { name: '批量操作' }).getByRole('button', { name: '改阶段' }).click();
  await staff.getByRole('option', { name: '流失', exact: true }).click();
  await expect(staff.getByText('已完成 3 位')).toBeVisible();
  await expect(rowOf(staff, `批量${mark}1`)).toContainText('流失');
  await staff.getByRole('button', { name: '撤销' }).click();
  await expect(staff.getByText('已撤销')).toBeVisible();
  await expect(rowOf(staff, `批量${mark}1`)).toContainText('线索');
});

test('every result is changed, also those not loaded, with its progress and the way back', async ({ staff, mark }) => {
  test.setTimeout(90_000);
  const count = 130;
  for (let begun = 0; begun < count; begun += 26)
    await Promise.all(
      Array.from({ length: 26 }, (_, n) => addCustomer(staff, `全部${mark}${begun + n}`, { stage: 'lead' })),
    );
  await staff.goto(`/customers?q=全部${mark}`);
  await expect(staff.getByText(`${count} 位客户`)).toBeVisible();
  await staff.getByLabel('选择已加载的行').check();
  const bar = staff.getByRole('toolbar', { name: '批量操作' });
  await bar.getByRole('button', { name: `选择全部 ${count} 位` }).click();
  await expect(bar).toContainText(`已选全部 ${count} 位`);

  // The first answer is held for a moment, so that the progress is there to be seen.
  let isFirst = true;
  await staff.route('**/api/v1/bulk-changes/*', async (route) => {
    const answer = await route.fetch();
    const change = await answer.json();
    await route.fulfill({
      response: answer,
      json: isFirst ? { ...change, state: 'running', done: 65, can: [] } : change,
    });
    isFirst = false;
  });
  const begun = staff.waitForRequest(
    (request) => request.method() === 'POST' && request.url().includes('bulk-changes'),
  );
  await bar.getByRole('button', { name: '改阶段' }).click();
  await staff.getByRole('option', { name: '流失', exact: true }).click();
  expect((await begun).postDataJSON()).not.toHaveProperty('ids');
  const progress = staff.getByRole('status').filter({ hasText: '改阶段' });
  await expect(progress).toContainText('65 /');
  await expect(progress).toContainText(`已完成 ${count} 位`, { timeout: 20_000 });
  expect(await countOf(staff, mark, 'lost')).toBe(count);

  await progress.getByRole('button', { name: '撤销' }).click();
  await expect(progress).toContainText('已撤销', { timeout: 20_000 });
  expect(await countOf(staff, mark, 'lead')).toBe(count);
});

test('the list goes into an Excel file', async ({ staff, mark }) => {
  test.setTimeout(60_000);
  await addCustomer(staff, `导出甲${mark}`, { stage: 'intent' });
  await addCustomer(staff, `导出乙${mark}`);
  await addCustomer(staff, `旁人${mark}`);
  await staff.goto(`/customers?q=导出&filter=stage:any_of:lead,intent`);
  await staff.getByRole('searchbox').fill(mark);
  await expect(staff.getByText('3 位客户')).toBeVisible();
  await staff.getByRole('button', { name: '导出' }).click();
  const form = staff.getByRole('dialog', { name: '导出客户' });
  await form.getByLabel('用途').fill('浏览器测试');
  const download = staff.waitForEvent('download');
  await form.getByRole('button', { name: '开始导出' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
  const text = textOfWorkbook(await file.path());
  for (const word of [`导出甲${mark}`, `导出乙${mark}`, `旁人${mark}`, '浏览器测试']) expect(text).toContain(word);
  await expect(form.getByRole('button', { name: file.suggestedFilename() })).toBeVisible();
});

test('a stage a colleague has changed meanwhile is asked about in the list too', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `同改${mark}`);
  await staff.goto(`/customers?q=${mark}`);
  const row = rowOf(staff, customer.name);
  await row.getByRole('button', { name: '编辑 阶段' }).click();
  const { version } = await send<{ version: number }>(staff, 'GET', `/customers/${customer.id}`);
  const theirs = await staff.request.patch(`/api/v1/customers/${customer.id}`, {
    headers: { 'X-Requested-With': 'roadbook', 'If-Match': `"${version}"` },
    data: { stage: 'intent' },
  });
  expect(theirs.ok()).toBe(true);
  await staff.waitForResponse((answer) => answer.url().includes(`/customers?`) && answer.ok());
  await staff.locator('.ant-select-item-option', { hasText: '车主' }).click();
  const dialog = staff.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: '意向' })).toBeChecked();
  await dialog.getByRole('radio', { name: '车主' }).check();
  await dialog.getByRole('button', { name: '按选择保存' }).click();
  await expect(row.getByRole('button', { name: '编辑 阶段' })).toHaveText('车主');
});

test('the chosen customers alone go into the file', async ({ staff, mark }) => {
  test.setTimeout(60_000);
  await addCustomer(staff, `勾选${mark}`);
  await addCustomer(staff, `旁人${mark}`);
  await staff.goto(`/customers?q=${mark}`);
  await rowOf(staff, `勾选${mark}`).getByRole('checkbox').check();
  await staff.getByRole('toolbar', { name: '批量操作' }).getByRole('button', { name: '导出' }).click();
  const form = staff.getByRole('dialog', { name: '导出客户' });
  await expect(form).toContainText('导出已选的 1 条');
  const download = staff.waitForEvent('download');
  await form.getByRole('button', { name: '开始导出' }).click();
  const text = textOfWorkbook(await (await download).path());
  expect(text).toContain(`勾选${mark}`);
  expect(text).not.toContain(`旁人${mark}`);
});

test('a column is made wider by its edge, and stays so', async ({ staff }) => {
  await staff.goto('/customers');
  await expect(staff.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  const edge = staff.getByRole('separator', { name: '调整“客户”的列宽' });
  const head = staff.getByRole('columnheader').filter({ has: edge });
  const cell = staff.getByRole('row').nth(1).getByRole('gridcell').nth(1);
  const before = (await head.boundingBox())!.width;
  await edge.hover();
  await staff.mouse.down();
  const box = (await edge.boundingBox())!;
  await staff.mouse.move(box.x + box.width / 2 + 90, box.y + 10, { steps: 4 });
  await staff.mouse.up();
  await expect.poll(async () => Math.abs((await head.boundingBox())!.width - before - 90) < 8).toBe(true);
  const wide = (await head.boundingBox())!.width;
  expect((await cell.boundingBox())!.width).toBe(wide);

  await edge.focus();
  await staff.keyboard.press('Shift+ArrowLeft');
  await expect.poll(async () => (await head.boundingBox())!.width).toBe(wide - 40);
  await staff.reload();
  await expect.poll(async () => (await head.boundingBox())?.width).toBe(wide - 40);
  await edge.dblclick();
  await expect.poll(async () => (await head.boundingBox())!.width).not.toBe(wide - 40);
  await edge.focus();
  await staff.keyboard.press('Delete');
  await expect.poll(async () => (await head.boundingBox())!.width).toBe(before);
});

test('a view keeps how wide its columns are, and the plain list keeps its own', async ({ staff, mark }) => {
  await staff.goto('/customers');
  await expect(staff.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  const edge = staff.getByRole('separator', { name: '调整“客户”的列宽' });
  const head = staff.getByRole('columnheader').filter({ has: edge });
  // The usual width has a share of what is left over, which may end in parts of a pixel.
  const widthNow = async () => Math.round((await head.boundingBox())?.width ?? 0);
  const usual = await widthNow();
  await edge.focus();
  await staff.keyboard.press('Shift+ArrowRight');
  await expect.poll(widthNow).toBe(usual + 40);
  await staff.getByRole('button', { name: '另存为视图' }).first().click();
  const form = staff.getByRole('dialog', { name: '另存为视图' });
  await form.getByLabel('视图名称').fill(`列宽${mark}`);
  await form.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByRole('tab', { name: `列宽${mark}` })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(widthNow).toBe(usual + 40);

  await edge.focus();
  await staff.keyboard.press('Shift+ArrowRight');
  await staff.getByRole('button', { name: '保存修改' }).click();
  await expect(staff.getByRole('button', { name: '保存修改' })).toBeHidden();
  await staff.getByRole('tab', { name: /全部客户/ }).click();
  await expect.poll(widthNow).toBe(usual + 40);
  await edge.focus();
  await staff.keyboard.press('Delete');
  await expect.poll(widthNow).toBe(usual);
  await staff.getByRole('tab', { name: `列宽${mark}` }).click();
  await expect.poll(widthNow).toBe(usual + 80);

  await edge.focus();
  await staff.keyboard.press('Delete');
  await expect.poll(widthNow).toBe(usual);
  await staff.getByRole('button', { name: '还原' }).click();
  await expect.poll(widthNow).toBe(usual + 80);
});

test('the side panel follows the keyboard', async ({ staff, mark }) => {
  await addCustomer(staff, `面板${mark}甲`);
  await addCustomer(staff, `面板${mark}乙`);
  await staff.goto(`/customers?q=面板${mark}`);
  await expect(staff.getByText('2 位客户')).toBeVisible();
  await staff.keyboard.press('j');
  await staff.keyboard.press('Enter');
  const panel = staff.getByRole('complementary', { name: '客户预览' });
  const first = await panel.getByRole('heading', { level: 2 }).textContent();
  await staff.keyboard.press('j');
  await expect(panel.getByRole('heading', { level: 2 })).not.toHaveText(first ?? '');
  await staff.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('a new customer with a car is added and found', async ({ staff, mark }) => {
  const name = `新客${mark}`;
  await staff.goto('/customers');
  await expect(staff.getByRole('grid')).toBeVisible();
  await staff.keyboard.press('n');
  const form = staff.getByRole('dialog', { name: '新建客户' });
  await form.getByLabel('手机号').fill(freshPhone());
  await form.getByLabel('姓名').fill(name);
  const store = form.getByLabel('门店');
  if (await store.isVisible()) {
    await store.click();
    await staff.locator('.ant-select-item-option').first().click();
  }
  await form.getByRole('switch', { name: '客户名下有车' }).click();
  await form.getByLabel('车架号（VIN）').fill('LSVAA49J132047371');
  await form.getByLabel('品牌').fill('大众');
  await form.getByLabel('车系').fill('帕萨特');
  await expect(form.getByText(/校验/)).toBeVisible();
  const keep = form.getByLabel('已核对，仍然保存');
  if (await keep.isVisible()) await keep.check();
  await form.getByRole('button', { name: /^保存/ }).last().click();
  await expect(staff.getByText(`已新建客户 ${name}`)).toBeVisible();
  await expect(staff.getByRole('complementary', { name: '客户预览' })).toContainText(name);
});

test('a known phone number warns while it is typed', async ({ staff, mark }) => {
  const phone = freshPhone();
  await addCustomer(staff, `老客${mark}`, { phones: [phone] });
  await staff.goto('/customers?new=true');
  await staff.getByLabel('手机号').fill(phone);
  await expect(staff.getByText('可能是已有客户，请先核对')).toBeVisible();
  await expect(staff.getByRole('dialog').getByRole('link', { name: new RegExp(`老客${mark}`) })).toBeVisible();
});

test('what the server refuses stands at its field', async ({ staff }) => {
  await staff.goto('/customers?new=true');
  const form = staff.getByRole('dialog', { name: '新建客户' });
  await form.getByLabel('手机号').fill('12');
  await form.getByLabel('姓名').fill('无效');
  const store = form.getByLabel('门店');
  if (await store.isVisible()) {
    await store.click();
    await staff.locator('.ant-select-item-option').first().click();
  }
  await form.getByRole('button', { name: /^保存/ }).last().click();
  await expect(form.locator('.ant-form-item-has-error').filter({ hasText: '手机号' })).toBeVisible();
});

test('a change made elsewhere appears without reloading', async ({ staff, context, mark }) => {
  const name = `实时${mark}`;
  await addCustomer(staff, name, { stage: 'lead' });
  await staff.goto(`/customers?q=${name}`);
  await expect(rowOf(staff, name)).toContainText('线索');
  const other = await context.newPage();
  await other.goto(`/customers?q=${name}`);
  await rowOf(other, name).getByRole('button', { name: '编辑 阶段' }).click();
  await other.locator('.ant-select-item-option', { hasText: '忠诚' }).click();
  await expect(rowOf(staff, name)).toContainText('忠诚', { timeout: 10_000 });
});

/** How many customers of a test stand at a stage, counted exactly by the server. */
async function countOf(page: Page, mark: string, stage: string): Promise<number> {
  const question = `q=${encodeURIComponent(`全部${mark}`)}&filter=stage:is:${stage}`;
  return (await send<{ count: number }>(page, 'GET', `/customers/count?${question}`)).count;
}

for (const theme of ['light', 'dark'] as const) {
  test(`the list is accessible in the ${theme} theme`, async ({ staff }) => {
    test.slow();
    await useTheme(staff, theme);
    await staff.goto('/customers?filter=stage:any_of:owner,loyal');
    await expect(staff.getByRole('row').nth(2)).toBeVisible();
    await expectAccessible(staff);
    await staff.getByRole('row').nth(2).click();
    await expect(staff.getByRole('complementary').getByRole('heading', { level: 2 })).toBeVisible();
    await expectAccessible(staff);
    await staff.goto('/customers?new=true');
    await expect(staff.getByLabel('手机号')).toBeVisible();
    await expectAccessible(staff);
  });
}

test('what was typed is not thrown away by Esc, and Back closes the preview before the list', async ({
  staff,
  mark,
}) => {
  const { id, name } = await addCustomer(staff, `预览${mark}`);
  await staff.goto('/');
  await staff.goto(`/customers?q=${mark}`);
  await staff.getByRole('row', { name: new RegExp(name) }).click();
  await expect(staff).toHaveURL(new RegExp(`open=${id}`));
  await staff.goBack();
  await expect(staff).not.toHaveURL(/open=/);
  await expect(staff).toHaveURL(/customers/);
  await staff.keyboard.press('n');
  const form = staff.getByRole('dialog', { name: '新建客户' });
  await form.getByLabel('姓名').fill('写了一半');
  await staff.keyboard.press('Escape');
  await staff.getByRole('button', { name: '继续填写' }).click();
  await expect(staff.getByRole('dialog', { name: '放弃填写的内容' })).toHaveCount(0);
  await expect(form.getByLabel('姓名')).toHaveValue('写了一半');
  await staff.keyboard.press('Escape');
  await staff.getByRole('button', { name: '放弃', exact: true }).click();
  await expect(form).toHaveCount(0);
});
