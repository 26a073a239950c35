// Two records of one car: offered, side by side, merged, found, and taken back.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, test, useTheme } from './roadbook';

async function addCar(page: Page, form: Record<string, unknown>): Promise<{ id: string; number: string }> {
  const answer = await page.request.post('/api/v1/vehicles', {
    headers: { 'X-Requested-With': 'roadbook' },
    data: { brand: '大众', series: '朗逸', ...form },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

/** One owner's car, entered twice: once with its colour, once with its insurer. */
async function twins(page: Page, mark: string) {
  const owner = await addCustomer(page, `车主${mark}`, { phones: [freshPhone()] });
  const one = await addCar(page, { owner_id: owner.id, colour: '白', trim: `甲${mark}` });
  const other = await addCar(page, { owner_id: owner.id, insurer: '人保', trim: `乙${mark}` });
  return { one, other };
}

test('two records of a car become one by chosen values, and two again from the timeline', async ({ staff, mark }) => {
  const { one, other } = await twins(staff, mark);
  await staff.goto(`/vehicles/${one.id}`);
  await staff.getByRole('button', { name: '更多操作', exact: true }).click();
  await staff.getByRole('menuitem', { name: '合并到另一辆车…' }).click();
  const dialog = staff.getByRole('dialog', { name: '与哪辆车合并？' });
  await dialog.getByRole('combobox').fill(other.number);
  await staff.locator('.ant-select-item-option').first().click();
  await dialog.getByRole('button', { name: '并排查看' }).click();

  await expect(staff).toHaveURL(new RegExp(`/vehicles/${one.id}/merge/${other.id}`));
  await expect(staff.getByRole('region', { name: `保留 ${one.number}` })).toBeVisible();
  const trim = staff.getByRole('group', { name: /车型配置/ }).first();
  await trim.getByRole('radio').first().focus();
  await staff.keyboard.press('ArrowRight');
  await staff.keyboard.press('ArrowLeft');
  await expect(trim.getByRole('radio').first()).toBeChecked();
  await staff.getByRole('button', { name: '合并', exact: true }).click();

  await expect(staff).toHaveURL(new RegExp(`/vehicles/${one.id}$`));
  await expect(staff.getByText('人保').first()).toBeVisible();
  await expect(staff.getByText(`甲${mark}`).first()).toBeVisible();
  await staff.goto(`/vehicles/${other.id}`);
  const band = staff.getByRole('status').filter({ hasText: '该车辆档案已合并' });
  await band.getByRole('link').click();
  await expect(staff).toHaveURL(new RegExp(`/vehicles/${one.id}$`));
  const told = staff.getByRole('article').filter({ hasText: '合并了“大众 朗逸”' });
  await told.getByRole('button', { name: '撤销合并' }).click();
  await staff.locator('.ant-popconfirm').getByRole('button', { name: '撤销合并' }).click();
  await expect(staff.getByText('合并已撤销，两份档案恢复如初')).toBeVisible();
  await staff.goto(`/vehicles/${other.id}`);
  await expect(staff.getByText(`乙${mark}`).first()).toBeVisible();
  await expect(staff.getByText('该车辆档案已合并')).toBeHidden();
});

test('two cars with two VINs are refused in words', async ({ staff }) => {
  const list = await (await staff.request.get('/api/v1/vehicles?limit=50')).json();
  const [one, other] = list.items.filter((car: { vin: string | null }) => car.vin);
  await staff.goto(`/vehicles/${one.id}/merge/${other.id}`);
  await expect(staff.getByText('车架号不同，是两辆车')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the page of a merge of cars is accessible in ${theme} and on a phone`, async ({ staff, mark }) => {
    await useTheme(staff, theme);
    const { one, other } = await twins(staff, mark);
    await staff.goto(`/vehicles/${one.id}/merge/${other.id}`);
    await expect(staff.getByRole('button', { name: '合并', exact: true })).toBeVisible();
    await expectAccessible(staff);
    await staff.setViewportSize({ width: 390, height: 844 });
    await expect(staff.getByRole('button', { name: '合并', exact: true })).toBeInViewport();
    const width = await staff.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
}
