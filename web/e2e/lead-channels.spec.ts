// Channels of leads: a connector set up with its mapping tried on a sample, and what could not be taken mended into a lead.
import { expect, expectAccessible, send, test } from './roadbook';

async function connector(page: Parameters<typeof send>[0], name: string): Promise<string> {
  const { stores } = await send<{ stores: { id: string }[] }>(page, 'GET', '/session');
  const form = { name, channel: 'autohome', format: 'json', signature: 'none', store_id: stores[0]?.id };
  const { address } = await send<{ address: string }>(page, 'POST', '/connectors', form);
  return address;
}

test('a website form is set up and its code is there to copy', async ({ staff, mark }) => {
  const name = `官网${mark}`;
  await staff.goto('/leads/channels');
  await staff.getByRole('button', { name: '新增接入' }).click();
  const form = staff.getByRole('dialog', { name: '新增接入' });
  await form.getByLabel('名称', { exact: true }).fill(name);
  await expect(form.getByText('可以入库')).toBeVisible();
  await expectAccessible(staff);
  await form.getByLabel('电话的路径').fill('nowhere');
  await expect(form.getByText('会进入隔离区')).toBeVisible();
  await form.getByLabel('电话的路径').fill('phone');
  await expect(form.getByText('可以入库')).toBeVisible();
  await form.getByRole('button', { name: '保存' }).click();
  const told = staff.getByRole('dialog', { name });
  await expect(told.getByText(/\/api\/v1\/intake\//).first()).toBeVisible();
  await expect(told.getByText(/website_url/)).toBeVisible();
  await told.getByRole('button', { name: '关闭' }).last().click();
  await expect(staff.getByRole('button', { name: new RegExp(name) }).first()).toBeVisible();
});

test('what could not be taken is mended and becomes a lead', async ({ staff, mark }) => {
  const address = await connector(staff, `门户${mark}`);
  const sent = await staff.request.post(address, {
    headers: { 'content-type': 'application/json' },
    data: `{"id": "${mark}", "name": "隔离${mark}", "phone": "1380000"}`,
  });
  expect(sent.status()).toBe(202);
  await staff.goto('/leads/channels?view=quarantine');
  await staff
    .getByRole('row', { name: new RegExp(`门户${mark}`) })
    .getByRole('button')
    .first()
    .click();
  const panel = staff.getByRole('dialog', { name: `门户${mark}` });
  await expectAccessible(staff);
  const digits = String(Date.now()).slice(-8);
  await panel.getByLabel('报文原文').fill(`{"id": "${mark}", "name": "隔离${mark}", "phone": "199${digits}"}`);
  await panel.getByRole('button', { name: '修正并入库' }).click();
  await expect(staff.getByText(/已入库 LE-/)).toBeVisible();
  await expect(panel.getByText(/打开线索 LE-/)).toBeVisible();
});

test('what nobody need mend is dismissed with a reason', async ({ staff, mark }) => {
  const address = await connector(staff, `测试${mark}`);
  await staff.request.post(address, { headers: { 'content-type': 'application/json' }, data: `{"id": "${mark}"}` });
  await staff.goto('/leads/channels?view=quarantine');
  await staff
    .getByRole('row', { name: new RegExp(`测试${mark}`) })
    .getByRole('button')
    .first()
    .click();
  await staff.getByRole('button', { name: '不予处理' }).click();
  await staff.getByLabel('原因，例如：平台测试数据').fill('测试数据');
  await staff.getByRole('dialog').getByRole('button', { name: '不予处理' }).last().click();
  await expect(staff.getByText('已处理')).toBeVisible();
});
