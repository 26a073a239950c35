// The customer list on a phone.
import { addCustomer, expect, expectAccessible, test } from './roadbook';

test('the list is cards, and a card opens the customer', async ({ staff, mark }) => {
  const name = `手机${mark}`;
  const { id } = await addCustomer(staff, name);
  await staff.goto(`/customers?q=${name}`);
  await staff.getByText(name).tap();
  await expect(staff).toHaveURL(new RegExp(`/customers/${id}`));
});

test('cards are chosen by a long press or by choosing, and changed together', async ({ staff, mark }) => {
  await addCustomer(staff, `多选甲${mark}`, { stage: 'lead' });
  await addCustomer(staff, `多选乙${mark}`, { stage: 'lead' });
  await staff.goto(`/customers?q=${mark}`);
  const card = staff.getByRole('row').filter({ hasText: `多选甲${mark}` });
  await card.hover();
  await staff.mouse.down();
  await expect(card.getByRole('checkbox')).toBeChecked();
  await staff.mouse.up();
  await expect(staff).toHaveURL(/\/customers\?/);
  await staff.getByRole('button', { name: '完成选择' }).tap();
  await expect(card.getByRole('checkbox')).toHaveCount(0);

  await staff.getByRole('button', { name: '选择', exact: true }).tap();
  await card.tap();
  await staff
    .getByRole('row')
    .filter({ hasText: `多选乙${mark}` })
    .tap();
  const bar = staff.getByRole('toolbar', { name: '批量操作' });
  await expect(bar).toContainText('已选 2 位');
  await expectAccessible(staff);
  await bar.getByRole('button', { name: '改阶段' }).tap();
  await staff.getByRole('option', { name: '意向', exact: true }).tap();
  await expect(staff.getByText('已完成 2 位')).toBeVisible();
  await expect(card).toContainText('意向');
});

test('the pages are reached from the bar and the drawer', async ({ staff }) => {
  await staff.goto('/customers');
  await staff.getByRole('button', { name: '更多' }).tap();
  await expect(staff.getByRole('button', { name: '切换门店' })).toBeVisible();
});

test('the list on a phone is accessible', async ({ staff }) => {
  await staff.goto('/customers');
  await expect(staff.getByRole('row').nth(2)).toBeVisible();
  await expectAccessible(staff);
});
