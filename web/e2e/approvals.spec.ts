// Files with many whole phones wait for somebody else; every file is known again and stands in the ledger.
import { addCustomer, expect, expectAccessible, send, signIn, test } from './roadbook';

interface Export {
  id: string;
  mark: string;
}

test('a large file with whole phones waits, is approved by another and traced by its mark', async ({ page, mark }) => {
  await signIn(page, (person) => person.role === 'store_manager');
  await page.goto('/customers');
  await page.getByRole('button', { name: '导出' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: '开始导出' }).click();
  await expect(form.getByText('须由他人审批', { exact: false })).toBeVisible();
  await form.getByRole('textbox').fill(`车展邀约 ${mark}`);
  await form.getByRole('button', { name: '开始导出' }).click();
  await expect(form.getByText('已提交审批', { exact: false })).toBeVisible();

  await signIn(page);
  await page.goto('/privacy/exports');
  const line = page.getByRole('row').filter({ hasText: `车展邀约 ${mark}` });
  await expectAccessible(page);
  await line.getByRole('button', { name: '批准' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '批准' }).click();
  await expect(line).toHaveCount(0);
  await page.getByText('全部', { exact: true }).click();
  await expect(line.getByText('已完成')).toBeVisible();

  const { items } = await send<{ items: (Export & { reason: string })[] }>(page, 'GET', '/exports?limit=20');
  const file = items.find((one) => one.reason === `车展邀约 ${mark}`);
  await page.goto('/privacy/traces');
  await page.getByRole('textbox').last().fill(`客户名单 ${file?.mark}`);
  await page.getByRole('button', { name: '溯源' }).click();
  await expect(page.getByRole('table').getByText(`车展邀约 ${mark}`)).toBeVisible();

  await page.goto('/privacy/shares');
  await expect(page.getByRole('row').filter({ hasText: `车展邀约 ${mark}` })).toBeVisible();
});

test('what is handed to an insurer is refused without consent and written down with it', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `投保${mark}`);
  const share = {
    party: 'insurer',
    party_name: `财险 ${mark}`,
    purpose: 'share_insurer',
    kinds: ['identity', 'vehicle'],
    customers: [customer.id],
    way: 'portal',
  };
  const refused = await staff.request.post('/api/v1/shares', {
    data: share,
    headers: { 'X-Requested-With': 'roadbook' },
  });
  expect([refused.status(), (await refused.json()).code]).toEqual([409, 'share.no_consent']);
  await send(staff, 'POST', `/customers/${customer.id}/consents`, {
    purpose: 'share_insurer',
    answer: 'given',
    how: 'paper',
  });
  await send(staff, 'POST', '/shares', share);
  await staff.goto('/privacy/shares');
  await staff
    .getByRole('row')
    .filter({ hasText: `财险 ${mark}` })
    .click();
  await expect(staff.getByRole('dialog').getByText(`投保${mark}`)).toBeVisible();
});
