// The rule of a tag on a phone: conditions one below the other, the count beneath them.
import { expect, expectAccessible, send, test } from './roadbook';

test('a rule fits a phone', async ({ staff }) => {
  const groups = await send<{ tags: { id: string; rule: unknown }[] }[]>(staff, 'GET', '/tags');
  const ruled = groups.flatMap(({ tags }) => tags).find(({ rule }) => rule !== null);
  await staff.goto(`/settings/tags/${ruled?.id}/rule`);
  await expect(staff.getByRole('complementary', { name: '符合的客户' }).locator('blockquote')).toBeVisible();
  const width = await staff.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width).toBeLessThanOrEqual(0);
  await expectAccessible(staff);
});
