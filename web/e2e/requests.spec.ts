// What people ask about their own data: received, checked, copied, deleted with proof.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, send, test, useTheme } from './roadbook';

async function received(staff: Page, kind: string, customer: { id: string; name: string }): Promise<string> {
  const request = await send<{ id: string }>(staff, 'POST', '/person-requests', {
    kind,
    channel: 'desk',
    asked_by: 'person',
    asker_name: customer.name,
    customer_id: customer.id,
  });
  return request.id;
}

async function identify(staff: Page): Promise<void> {
  await staff.getByRole('button', { name: '记录核验' }).click();
  await expect(staff.getByText('已核验')).toBeVisible();
  // The button below the pointer is drawn as pointed at.
  await staff.mouse.move(0, 0);
}

test('a request is received at the desk and shows its term', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `请求人${mark}`, { phones: [freshPhone()] });
  await staff.goto('/privacy/requests');
  await staff.getByRole('button', { name: '受理请求' }).click();
  const form = staff.getByRole('dialog', { name: '受理请求' });
  await form.getByLabel('请求人姓名').fill(customer.name);
  await form.getByLabel('客户', { exact: true }).fill(customer.name);
  await staff.locator('.ant-select-item-option', { hasText: customer.name }).click();
  await form.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByRole('heading', { name: /PR-.* 查阅/ })).toBeVisible();
  await expect(staff.getByText(/剩 1[45] 个工作日/)).toBeVisible();
  await identify(staff);
  await expectAccessible(staff);
  await useTheme(staff, 'dark');
  await expectAccessible(staff);
});

test('a copy is made and its link shown once', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `副本${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/privacy/requests/${await received(staff, 'copy', customer)}`);
  await identify(staff);
  await staff.getByRole('button', { name: '生成副本' }).click();
  await expect(staff.getByText('已生成')).toBeVisible({ timeout: 20_000 });
  await staff.getByRole('button', { name: '生成下载链接' }).click();
  await expect(staff.getByText(/person-copies\//)).toBeVisible();
});

test('a person is deleted for good and the proof says so', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `欧阳删${mark}`, { phones: [freshPhone()] });
  const id = await received(staff, 'delete', customer);
  await staff.goto(`/privacy/requests/${id}`);
  await identify(staff);
  await staff.getByRole('button', { name: '永久删除' }).click();
  const dialog = staff.getByRole('dialog');
  const number = ((await staff.getByRole('heading', { level: 1 }).textContent()) ?? '').split(' ')[0] ?? '';
  await dialog.getByRole('textbox').fill(number);
  await dialog.getByRole('button', { name: '永久删除' }).click();
  await expect(staff.getByText('已删除并证明')).toBeVisible({ timeout: 60_000 });
  await expect(staff.getByRole('link', { name: '删除证明（中文）' })).toBeVisible();
  const gone = staff.getByRole('list', { name: '删除了什么' });
  await expect(gone.getByRole('listitem').first()).toContainText('客户档案');
  await expect(staff.getByText('以下部分没有该客户的信息')).toBeVisible();
  const tables = staff.getByRole('table');
  await expect(tables).toBeHidden();
  await staff.getByText('技术清单（逐张数据表）').click();
  await expect(tables.getByText('search_terms')).toBeVisible();
  await expectAccessible(staff);
  await staff.goto(`/customers/${customer.id}`);
  await expect(staff.getByText(customer.name)).toHaveCount(0);
});

test('a rule is kept longer and its law is shown', async ({ staff }) => {
  await staff.goto('/privacy/retention');
  await staff.getByRole('button', { name: /封存的维修记录/ }).click();
  const form = staff.getByRole('dialog');
  await form.getByLabel('保存年数').fill('8');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByText('8 年')).toBeVisible();
  await expectAccessible(staff);
});

test('a code goes to the contact on record, and a wrong one is told', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `验证${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/privacy/requests/${await received(staff, 'access', customer)}`);
  await staff.getByRole('button', { name: '发送验证码到登记的联系方式' }).click();
  await expect(staff.getByText(/已发送到 \d{3}\*{4}\d{4}/)).toBeVisible();
  await staff.getByRole('textbox', { name: '请求人报出的验证码' }).fill('000000');
  await staff.getByRole('button', { name: '核对' }).click();
  await expect(staff.getByText(/验证码不对/)).toBeVisible();
});
