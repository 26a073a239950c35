// The customer list on a phone.
import { addCustomer, expect, expectAccessible, test } from './roadbook';

test('the list is cards, and a card opens the customer', async ({ staff, mark }) => {
  const name = `手机${mark}`;
  const { id } = await addCustomer(staff, name);
  await staff.goto(`/customers?q=${name}`);
  await staff.getByText(name).tap();
  await expect(staff).toHaveURL(new RegExp(`/customers/${id}`));
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
