// The frame: palette, keys, theme, language, addresses that lead nowhere.
import { addCustomer, expect, expectAccessible, openPalette, test } from './roadbook';

test('the palette finds a customer by name and opens them', async ({ staff, mark }) => {
  const name = `寻找${mark}`;
  const { id } = await addCustomer(staff, name);
  await staff.goto('/customers');
  await openPalette(staff);
  await staff.getByRole('combobox').fill(name);
  await expect(staff.getByRole('option', { name }).first()).toBeVisible();
  await staff.keyboard.press('Enter');
  await expect(staff).toHaveURL(new RegExp(`/customers/${id}`));
});

test('what is typed while the palette still comes is neither lost nor a shortcut', async ({ staff }) => {
  await staff.goto('/customers');
  await expect(staff.getByRole('grid')).toBeVisible();
  await staff.route(/Palette-.*\.js/, async (route) => {
    await new Promise((come) => setTimeout(come, 700));
    await route.continue();
  });
  await staff.keyboard.press('Control+k');
  await staff.keyboard.type('zhangnj', { delay: 30 });
  await expect(staff.getByRole('combobox')).toHaveValue('zhangnj');
  await expect(staff.getByRole('dialog', { name: '新建客户' })).toHaveCount(0);
  await staff.keyboard.press('Escape');
  await expect(staff.getByRole('combobox')).toHaveCount(0);
});

test('the palette understands pinyin for what one can do', async ({ staff }) => {
  await staff.goto('/customers');
  await openPalette(staff);
  await staff.getByRole('combobox').fill('xjkh');
  await expect(staff.getByRole('option', { name: '新建客户' })).toBeVisible();
  await staff.getByRole('option', { name: '新建客户' }).click();
  await expect(staff.getByRole('dialog', { name: '新建客户' })).toBeVisible();
});

test('the slash goes to the search box and the question mark lists the keys', async ({ staff }) => {
  await staff.goto('/customers');
  await expect(staff.getByRole('grid')).toBeVisible();
  await staff.keyboard.press('/');
  await expect(staff.getByRole('searchbox')).toBeFocused();
  await staff.keyboard.press('Escape');
  await staff.keyboard.press('?');
  await expect(staff.getByRole('dialog', { name: '快捷键' })).toBeVisible();
});

test('theme and language are kept over a reload', async ({ staff }) => {
  await staff.goto('/customers');
  await openPalette(staff);
  await staff.getByRole('option', { name: /切换为深色/ }).click();
  await expect(staff.locator('html')).toHaveAttribute('data-theme', 'dark');
  await openPalette(staff);
  await staff.getByRole('option', { name: 'English' }).click();
  await expect(staff.getByRole('heading', { name: 'Customers' })).toBeVisible();
  await staff.reload();
  await expect(staff.getByRole('heading', { name: 'Customers' })).toBeVisible();
  await expect(staff.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('an address that leads nowhere says so and leads back', async ({ staff }) => {
  await staff.goto('/nowhere');
  await staff.getByRole('link', { name: '返回首页' }).click();
  await expect(staff).not.toHaveURL(/nowhere/);
});

test('the palette is accessible', async ({ staff }) => {
  await staff.goto('/customers');
  await openPalette(staff);
  await expectAccessible(staff);
});

test('Enter opens who was found, as soon as they are found', async ({ staff, mark }) => {
  const { id, name } = await addCustomer(staff, `回车${mark}`);
  await staff.goto('/customers');
  await openPalette(staff);
  // Letter by letter: pages and deeds stand there before the first answer comes.
  await staff.getByRole('combobox').pressSequentially(name, { delay: 30 });
  await expect(staff.getByRole('option', { name }).first()).toHaveAttribute('aria-selected', 'true');
  await staff.keyboard.press('Enter');
  await expect(staff).toHaveURL(new RegExp(`/customers/${id}`));
});

test('who closes a form by keyboard is back at what opened it', async ({ staff }) => {
  for (const [path, name] of [
    ['/recalls', '新建召回'],
    ['/settings/stores', '新建门店'],
    ['/privacy/requests', '受理请求'],
  ] as const) {
    await staff.goto(path);
    const button = staff.getByRole('button', { name, exact: true });
    await button.focus();
    await staff.keyboard.press('Enter');
    await expect(staff.getByRole('dialog')).toBeVisible();
    await expect(button).not.toBeFocused();
    await staff.keyboard.press('Escape');
    await expect(staff.getByRole('dialog')).toBeHidden();
    await expect(button).toBeFocused();
  }
});

test.describe('on a device that shows another time than the store', () => {
  test.use({ timezoneId: 'Europe/London' });

  test('a line says so until one knows', async ({ staff }) => {
    await staff.goto('/tasks');
    const line = staff.getByRole('complementary', { name: '本机时间与门店不同' });
    await expect(line).toContainText('Asia/Shanghai');
    await expectAccessible(staff);
    await line.getByRole('button', { name: '知道了' }).click();
    await expect(line).toHaveCount(0);
    await staff.goto('/customers');
    await expect(staff.getByRole('grid')).toBeVisible();
    await expect(line).toHaveCount(0);
  });
});
