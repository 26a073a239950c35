// Tasks on a phone: large targets, decisions in a sheet.
import { expect, expectAccessible, send, test } from './roadbook';

test('a task is completed with the thumb', async ({ staff, mark }) => {
  const { staff: me } = await send<{ staff: { id: string } }>(staff, 'GET', '/session');
  const due_at = new Date(Date.now() - 3_600_000).toISOString();
  await send(staff, 'POST', '/tasks', { title: `拇指${mark}`, kind: 'call', due_at, assignee_id: me.id });
  await staff.goto('/tasks');
  const button = staff.getByRole('button', { name: `推迟：拇指${mark}` });
  const box = await button.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(42);
  await staff.getByRole('button', { name: `完成：拇指${mark}` }).tap();
  await staff.getByRole('button', { name: '已预约' }).tap();
  await expect(staff.getByText(`拇指${mark}`)).toBeHidden();
});

test('the calendar of a phone shows a month and the day tapped', async ({ staff }) => {
  await staff.goto('/tasks?view=calendar');
  await staff
    .getByRole('button', { name: /月15日/ })
    .first()
    .tap();
  await expect(staff).toHaveURL(/on=\d{4}-\d{2}-15/);
  await expectAccessible(staff);
});
