// Messages: written to a customer, listed, filtered, read.
import { addCustomer, expect, expectAccessible, freshPhone, send, test, useTheme } from './roadbook';

test('a message is written, sent, and can be read with what became of it', async ({ staff, mark }) => {
  const { id, name } = await addCustomer(staff, `收信${mark}`, { phones: [freshPhone()] });
  await staff.goto('/messages');
  await staff.getByRole('button', { name: '写消息' }).click();
  const form = staff.getByRole('dialog', { name: '发消息' });
  await form.getByLabel('客户').fill(name);
  await staff.locator('.ant-select-item-option', { hasText: name }).click();
  await form.getByLabel('内容').fill(`保养完成${mark}`);
  await expect(form.getByText(/1 条短信/)).toBeVisible();
  await form.getByRole('button', { name: '发送' }).click();
  await expect(staff.getByText('已加入发送队列')).toBeVisible();
  await staff.goto(`/messages?customer=${id}`);
  await staff.getByRole('button', { name: new RegExp(`保养完成${mark}`) }).click();
  const detail = staff.getByRole('dialog', { name: '消息' });
  await expect(detail).toContainText(name);
  await expect(detail).toContainText('****');
  await expect(detail.getByText('已发送')).toBeVisible({ timeout: 15_000 });
});

test('a channel for which the customer has no contact cannot be chosen', async ({ staff, mark }) => {
  const { id } = await addCustomer(staff, `无邮箱${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/messages?customer=${id}&new=1`);
  const form = staff.getByRole('dialog', { name: '发消息' });
  await expect(form.getByRole('radio', { name: '短信' })).toBeEnabled();
  await expect(form.getByRole('radio', { name: '邮件' })).toBeDisabled();
});

test('messages are filtered by channel and state', async ({ staff, mark }) => {
  const { id } = await addCustomer(staff, `筛选${mark}`, { phones: [freshPhone()] });
  await send(staff, 'POST', '/messages', { customer_id: id, channel: 'sms', text: `你好${mark}` });
  await staff.goto(`/messages?customer=${id}&channel=sms`);
  await expect(staff.getByRole('button', { name: new RegExp(`你好${mark}`) })).toBeVisible();
  await staff.goto(`/messages?customer=${id}&channel=email`);
  await expect(staff.getByText('没有符合条件的消息')).toBeVisible();
});

test('a phone marked as wrong is sent nothing until it is right again', async ({ staff, mark }) => {
  const { id } = await addCustomer(staff, `空号${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/customers/${id}`);
  const contacts = staff.getByRole('region', { name: '联系方式' });
  const judge = async (deed: string) => {
    await contacts.locator('.rail-line').first().hover();
    await contacts.getByRole('button', { name: /更多/ }).first().click();
    await staff.getByRole('menuitem', { name: deed }).click();
  };
  await judge('标记为有误');
  await expect(contacts.locator('.rail-line').first()).toContainText('已确认错误');
  await staff.goto(`/messages?customer=${id}&new=1`);
  const form = staff.getByRole('dialog', { name: '发消息' });
  await expect(form.getByRole('radio', { name: '短信' })).toBeDisabled();
  await staff.goto(`/customers/${id}`);
  await judge('标记为可用');
  await expect(contacts.locator('.rail-line').first()).not.toContainText('已确认错误');
  await staff.goto(`/messages?customer=${id}&new=1`);
  await expect(form.getByRole('radio', { name: '短信' })).toBeEnabled();
});

for (const theme of ['light', 'dark'] as const) {
  test(`messages are accessible in the ${theme} theme`, async ({ staff, mark }) => {
    await useTheme(staff, theme);
    const { id } = await addCustomer(staff, `可读${mark}`, { phones: [freshPhone()] });
    await send(staff, 'POST', '/messages', { customer_id: id, channel: 'sms', text: `你好${mark}` });
    await staff.goto('/messages');
    await expect(staff.getByRole('row').nth(1)).toBeVisible();
    await expectAccessible(staff);
    await staff.goto(`/messages?customer=${id}&new=1`);
    await expect(staff.getByRole('dialog', { name: '发消息' })).toBeVisible();
    await expectAccessible(staff);
  });
}

test('pressing send twice sends one message', async ({ staff, mark }) => {
  const { id } = await addCustomer(staff, `双击${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/customers/${id}?tab=messages`);
  await staff.getByRole('textbox', { name: '消息内容' }).fill(`双击${mark}`);
  await staff.getByRole('button', { name: '发送' }).dblclick();
  await expect(staff.getByText('消息已提交发送')).toBeVisible();
  await expect(staff.getByText('消息已提交发送')).toHaveCount(1);
  const sent = await send<{ items: unknown[] }>(staff, 'GET', `/messages?customer=${id}`);
  expect(sent.items).toHaveLength(1);
});
