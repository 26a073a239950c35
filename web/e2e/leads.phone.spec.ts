// Leads on a phone: claimed and followed up with the thumb.
import { expect, expectAccessible, send, test } from './roadbook';

test('a lead is followed up with the thumb', async ({ staff, mark }) => {
  const { stores, staff: me } = await send<{ stores: { id: string }[]; staff: { id: string } }>(
    staff,
    'GET',
    '/session',
  );
  const phone = `138${String(Date.now()).slice(-8)}`;
  const form = { name: `拇指${mark}`, phone, channel: 'walk_in', store_id: stores[0]?.id, consultant_id: me.id };
  await send(staff, 'POST', '/leads', form);
  await staff.goto('/leads');
  await staff.getByRole('button', { name: `打开 拇指${mark} 的线索` }).tap();
  const call = staff.getByRole('button', { name: '打电话' });
  const box = await call.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(42);
  await expectAccessible(staff);
  await call.tap();
  await staff.getByRole('button', { name: '已预约' }).tap();
  await expect(staff.getByText('已邀约').first()).toBeVisible();
});
