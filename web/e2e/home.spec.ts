// The home page: figures that lead to their customers, tasks done from there, and what has just happened.
import { addCustomer, expect, expectAccessible, send, signIn, test, useTheme } from './roadbook';

test('a figure opens the customers behind it', async ({ staff }) => {
  await staff.goto('/');
  await expect(staff.getByRole('heading', { level: 1, name: '工作台' })).toBeVisible();
  await staff.getByRole('link', { name: /保养到期/ }).click();
  await expect(staff).toHaveURL(/filter=next_service:within_days:30/);
  await expect(staff.getByRole('group', { name: '下次保养' })).toBeVisible();
});

test('a figure and the list it opens count the same', async ({ staff }) => {
  await staff.goto('/');
  const figure = staff.getByRole('link', { name: /本月新增/ });
  const count = (await figure.locator('b').textContent())?.replaceAll(/\D/g, '');
  await figure.click();
  await expect(staff).toHaveURL(/filter=created:after:/);
  await expect(staff.getByText(/位客户/)).toBeVisible();
  const list = (await staff.getByText(/位客户/).textContent())?.replaceAll(/\D/g, '');
  // Other tests add customers meanwhile; the list can only have grown.
  expect(Number(list)).toBeGreaterThanOrEqual(Number(count));
  expect(Number(list)).toBeLessThan(Number(count) + 60);
});

test('someone who sees no customers begins with their tasks and the cars, and is offered no imports', async ({
  page,
}) => {
  await signIn(page, (person) => person.role === 'technician');
  await page.goto('/');
  await expect(page.getByRole('region', { name: '我的一天' })).toBeVisible();
  await expect(page.getByRole('region', { name: '客户阶段' })).toHaveCount(0);
  await expect(page.getByText('客户总数')).toHaveCount(0);
  await expect(page.getByRole('link', { name: '消息' })).toBeVisible();
  await expect(page.getByRole('link', { name: '导入与后台任务' })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: /年检到期/ }).click();
  await expect(page).toHaveURL(/\/vehicles\?.*filter=inspection_until:within_days:30/);
  await expect(page.getByText(/台车/)).toBeVisible();
});

test('a stage opens its customers', async ({ staff }) => {
  await staff.goto('/');
  await staff
    .getByRole('region', { name: '客户阶段' })
    .getByRole('link', { name: /流失风险/ })
    .click();
  await expect(staff).toHaveURL(/filter=stage:any_of:at_risk/);
});

test('a task of the day is done from the home page', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `今日${mark}`);
  const { staff: me } = await send<{ staff: { id: string } }>(staff, 'GET', '/session');
  await send(staff, 'POST', '/tasks', {
    title: `回访 ${mark}`,
    kind: 'call',
    due_at: new Date(Date.now() - 400 * 86_400_000 - Math.random() * 1e9).toISOString(),
    customer_id: customer.id,
    assignee_id: me.id,
  });
  await staff.goto('/');
  const task = staff
    .getByRole('region', { name: '我的一天' })
    .getByRole('article')
    .filter({ hasText: `回访 ${mark}` });
  await expect(task).toBeVisible();
  await task.getByRole('button', { name: /完成/ }).click();
  await staff
    .getByRole('button', { name: /已接通|联系上|接通/ })
    .first()
    .click();
  await expect(task).toBeHidden();
});

test('what has just happened leads to its customer', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `动态${mark}`);
  await send(staff, 'POST', `/customers/${customer.id}/notes`, { kind: 'note', text: `刚刚 ${mark}` });
  await staff.goto('/');
  const recent = staff.getByRole('region', { name: '最新动态' });
  await recent
    .getByRole('link', { name: `动态${mark}` })
    .first()
    .click();
  await expect(staff.getByRole('heading', { level: 1, name: `动态${mark}` })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the home page is accessible in the ${theme} theme`, async ({ staff }) => {
    await useTheme(staff, theme);
    await staff.goto('/');
    await expect(staff.getByRole('region', { name: '最新动态' })).toBeVisible();
    await expectAccessible(staff);
  });
}
