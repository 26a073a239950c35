// What holds for every page on a phone: it fits its width.
import { everyPage, THIRDS } from './pages';
import { expect, test } from './roadbook';

test.describe.configure({ timeout: 120_000 });

for (const third of THIRDS) {
  test(`no page scrolls sideways on a phone, ${third}`, async ({ staff }) => {
    await staff.setViewportSize({ width: 390, height: 844 });
    for (const { name, path } of await everyPage(staff, third)) {
      await test.step(name, async () => {
        await staff.goto(path);
        await expect(staff.getByRole('main').getByRole('heading').first()).toBeVisible();
        await expect(staff.locator('[aria-busy="true"]')).toHaveCount(0);
        expect(await staff.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      });
    }
  });
}
