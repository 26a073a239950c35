// Recalls: written down, its cars found by the maker's list, moved on, seen on the car's page and its owner's.
import type { Page } from '@playwright/test';
import { addCustomer, demoLogins, expect, expectAccessible, send, signIn, test, useTheme } from './roadbook';

/** A VIN nobody else has; whether its check digit holds does not matter to a maker's list. */
function freshVin(): string {
  return `LSVRC49J0P2${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
}

interface Found {
  recall: string;
  vin: string;
  vehicle: string;
  owner: string;
  title: string;
}

/** An open recall about one car of this test's own. */
async function addRecall(page: Page, mark: string): Promise<Found> {
  const vin = freshVin();
  const owner = await addCustomer(page, `车主${mark}`);
  const car = { brand: '大众', series: `帕萨特${mark}`, vin, confirm_vin: true, owner_id: owner.id };
  const vehicle = await send<{ id: string }>(page, 'POST', '/vehicles', car);
  const title = `制动软管${mark}`;
  const form = { number: `T-${mark}`, title, brand: '大众', kind: 'recall', remedy: '更换软管', is_stop_sale: true };
  const recall = await send<{ id: string }>(page, 'POST', '/recalls', { ...form, begins_on: '2026-01-01' });
  await send(page, 'POST', `/recalls/${recall.id}/vins`, { text: vin });
  await send(page, 'PUT', `/recalls/${recall.id}/opening`);
  await expect
    .poll(
      async () =>
        (await send<{ figures: { affected: number } }>(page, 'GET', `/recalls/${recall.id}`)).figures.affected,
    )
    .toBe(1);
  return { recall: recall.id, vin, vehicle: vehicle.id, owner: owner.id, title };
}

test('a recall is written down, its VINs pasted with what is wrong told by row, and opened', async ({
  staff,
  mark,
}) => {
  await staff.goto('/recalls');
  await staff.getByRole('button', { name: '新建召回' }).click();
  const form = staff.getByRole('dialog');
  await form.getByLabel('编号').fill(`N-${mark}`);
  await form.getByLabel('品牌').fill('大众');
  await form.getByLabel('名称').fill(`气囊${mark}`);
  await form.getByLabel('维修措施').fill('更换气体发生器');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByRole('heading', { name: `气囊${mark}` })).toBeVisible();
  await expectAccessible(staff);

  await staff
    .getByRole('link', { name: /车架号名单/ })
    .first()
    .click();
  await staff.getByRole('button', { name: '导入车架号' }).click();
  const drawer = staff.getByRole('dialog');
  await drawer.getByRole('textbox', { name: '车架号' }).fill(`${freshVin()}\nLSVAA41\n`);
  await drawer.getByRole('button', { name: '导入', exact: true }).click();
  await expect(drawer.getByText('新增 1 个')).toBeVisible();
  await expect(drawer.getByRole('row', { name: /LSVAA41/ })).toContainText('未导入');
  await expectAccessible(staff);
  await drawer.getByRole('button', { name: '关闭', exact: true }).last().click();
  await staff.getByRole('button', { name: '启动' }).click();
  await staff
    .getByRole('dialog')
    .getByRole('button', { name: /确\s*定|OK/ })
    .click();
  await expect(staff.getByText('已启动，正在查找车辆')).toBeVisible();
  await expect(staff.getByRole('button', { name: '结束' })).toBeVisible();
});

test('a car is moved on from the list of the recall, and taken back on its own page', async ({ staff, mark }) => {
  const { recall, vehicle, owner, title } = await addRecall(staff, mark);
  await staff.goto(`/customers/${owner}`);
  await expect(staff.getByText('召回未完成').first()).toBeVisible();
  await staff.goto(`/recalls/${recall}`);
  await expect(staff.getByRole('region', { name: '进展', exact: true })).toContainText('0.0%');
  await staff.getByRole('link', { name: /待通知/ }).click();
  await expect(staff).toHaveURL(/tab=cars/);
  await staff.getByRole('button', { name: /更新“/ }).first().click();
  await staff.getByRole('dialog').getByLabel('备注').fill('电话通知');
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(staff.getByText('没有符合条件的车辆')).toBeVisible();
  await staff.goto(`/vehicles/${vehicle}`);
  const block = staff.getByRole('region', { name: '召回', exact: true });
  await expect(block).toContainText(title);
  await expect(block).toContainText('已通知');
  await expect(block).toContainText('停止销售');
  await expectAccessible(staff);
  await block.getByRole('button', { name: '撤回上一步' }).click();
  await expect(block).toContainText('待通知');
  await expect(staff.getByText('召回撤回为：待通知')).toBeVisible();
});

test('chosen cars are moved in the background, and tasks are made once', async ({ staff, mark }) => {
  const { recall } = await addRecall(staff, mark);
  await staff.goto(`/recalls/${recall}?tab=cars`);
  await staff.getByRole('button', { name: '生成任务' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await staff.getByRole('checkbox').nth(1).check({ force: true });
  await staff.getByRole('region', { name: '已选 1 台' }).getByRole('button', { name: '更新状态' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await staff.getByRole('link', { name: '概览' }).click();
  const works = staff.getByRole('region', { name: '后台进度' });
  await expect(works).toContainText('生成 1 个任务');
  await expect(works).toContainText('更新 1 台');
  await expect(staff.getByRole('region', { name: '进展', exact: true })).toContainText('100.0%');
});

test('a sales consultant sees recalls and writes none', async ({ page, mark }) => {
  await signIn(page);
  const { recall } = await addRecall(page, mark);
  const logins = await demoLogins(page.request);
  expect(logins.some((person) => person.role === 'sales_consultant')).toBe(true);
  await signIn(page, (person) => person.role === 'sales_consultant');
  await page.goto('/recalls');
  await expect(page.getByRole('button', { name: '新建召回' })).toBeDisabled();
  await page.goto(`/recalls/${recall}`);
  await expect(page.getByRole('button', { name: '编辑' })).toBeDisabled();
});

test('the list of recalls reads well in the dark', async ({ staff, mark }) => {
  await addRecall(staff, mark);
  await useTheme(staff, 'dark');
  await staff.goto('/recalls?state=open');
  await expect(staff.getByRole('row', { name: new RegExp(mark) })).toBeVisible();
  await expectAccessible(staff);
});
