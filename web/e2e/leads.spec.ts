// Leads: written down at the reception, claimed, followed up in two taps, given up and taken up again.
import { expect, expectAccessible, send, signIn, test } from './roadbook';

function phoneOf(mark: string): string {
  const digits = [...mark].map((letter) => letter.charCodeAt(0) % 10).join('');
  return `139${digits.padEnd(8, '0').slice(0, 5)}${String(Date.now() % 1000).padStart(3, '0')}`;
}

async function pooled(page: Parameters<typeof send>[0], name: string): Promise<{ id: string; phone: string }> {
  const { stores } = await send<{ stores: { id: string }[] }>(page, 'GET', '/session');
  const phone = phoneOf(name);
  const form = { name, phone, channel: 'website', series: '帕萨特', horizon: 'week', store_id: stores[0]?.id };
  const { id } = await send<{ id: string }>(page, 'POST', '/leads', form);
  return { id, phone };
}

test('the reception writes an enquiry down and is told that the customer is known', async ({ staff, mark }) => {
  const name = `前台${mark}`;
  const { phone } = await pooled(staff, name);
  await staff.goto('/leads?view=all');
  await staff.getByRole('button', { name: '登记线索' }).click();
  const form = staff.getByRole('dialog', { name: '登记线索' });
  await form.getByLabel('手机号').fill(phone);
  await expect(form.getByText(name)).toBeVisible();
  await expectAccessible(staff);
  await form.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByText(/老客户：已并入线索/)).toBeVisible();
  await expect(staff.getByText('留资 2 次').first()).toBeVisible();
});

test('a lead is claimed out of the pool and followed up in two taps', async ({ staff, mark }) => {
  const name = `公海${mark}`;
  await pooled(staff, name);
  await staff.goto(`/leads?view=pool&q=${encodeURIComponent(name)}`);
  await staff.getByRole('button', { name: `领取 ${name} 的线索` }).click();
  await expect(staff.getByText('线索已领取')).toBeVisible();
  await staff.goto(`/leads?q=${encodeURIComponent(name)}`);
  await staff.getByRole('button', { name: `打开 ${name} 的线索` }).click();
  const panel = staff.getByRole('dialog');
  await expect(panel.getByText('待首联')).toBeVisible();
  await panel.getByRole('button', { name: '打电话' }).click();
  await staff.getByRole('button', { name: '有意向' }).click();
  await expect(staff.getByText(/已记录，下次/)).toBeVisible();
  await expect(panel.getByText('已建档').first()).toBeVisible();
  await expect(panel.getByText('H 级')).toBeVisible();
  await expectAccessible(staff);
});

test('a loss is asked for with a reason and decided by a manager', async ({ staff, mark }) => {
  const name = `战败${mark}`;
  const { id } = await pooled(staff, name);
  await send(staff, 'PUT', `/leads/${id}/claim`);
  await staff.goto(`/leads?open=${id}`);
  const panel = staff.getByRole('dialog');
  await panel.getByRole('button', { name: '申请战败' }).click();
  const ask = staff.getByRole('dialog', { name: '申请战败' });
  await ask.getByLabel('战败原因').click();
  await staff.getByTitle('价格谈不拢').click();
  await ask.getByRole('button', { name: '申请战败' }).click();
  await expect(panel.getByText('战败待审')).toBeVisible();
  await panel.getByRole('button', { name: '同意战败' }).click();
  await staff.getByRole('dialog', { name: '同意战败' }).getByRole('button', { name: '同意战败' }).click();
  await expect(panel.getByText('已战败')).toBeVisible();
  await panel.getByRole('button', { name: '激活' }).click();
  await staff.getByRole('dialog', { name: '激活' }).getByRole('button', { name: '激活' }).click();
  await expect(panel.getByText('待首联')).toBeVisible();
});

test('the wish is changed in the panel', async ({ staff, mark }) => {
  const { id } = await pooled(staff, `意向${mark}`);
  await send(staff, 'PUT', `/leads/${id}/claim`);
  await staff.goto(`/leads?open=${id}`);
  const panel = staff.getByRole('dialog');
  await panel.getByRole('button', { name: '修改意向' }).click();
  await panel.getByLabel('预算上限').fill('22');
  await panel.getByRole('button', { name: '保存' }).click();
  await expect(panel.getByText('22 万以内')).toBeVisible();
});

test('a consultant sees their own leads and the pool, and decides no losses', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'sales_consultant');
  await page.goto('/leads');
  await expect(page.getByRole('link', { name: '公海' })).toBeVisible();
  await expect(page.getByRole('link', { name: '战败审批' })).toBeHidden();
});

test('an advisor hands a wish on without seeing the leads', async ({ page, mark }) => {
  await signIn(page, ({ role }) => role === 'service_advisor');
  await page.goto('/leads');
  await expect(page.getByText('登记后由销售同事跟进')).toBeVisible();
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: '登记线索' });
  await form.getByLabel('手机号').fill(phoneOf(`顾问${mark}`));
  await form.getByLabel('姓名').fill(`顾问${mark}`);
  await form.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText(/线索 LE-.* 已登记/)).toBeVisible();
});
