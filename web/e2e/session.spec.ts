// Signing in and out.
import { demoLogins, expect, expectAccessible, signIn, test } from './roadbook';

test('a demo login signs in with one click and signs out again', async ({ page }) => {
  const [person] = await demoLogins(page.request);
  await page.goto('/');
  await expect(page).toHaveURL(/sign-in/);
  await page.getByRole('region', { name: '演示账号' }).getByRole('button', { name: person!.name }).click();
  await expect(page.getByRole('navigation', { name: '页面导航' })).toBeVisible();

  await page.getByRole('navigation').getByRole('button', { name: person!.name }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByRole('heading', { name: '登录路书' })).toBeVisible();
});

test('a wrong password is refused in words, once', async ({ page }) => {
  const [person] = await demoLogins(page.request);
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: '账号' }).fill(person!.login);
  await page.getByRole('textbox', { name: '密码' }).fill('not the password');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page).toHaveURL(/sign-in/);
});

test('an address asked for before signing in is opened after it', async ({ page }) => {
  const [person] = await demoLogins(page.request);
  await page.goto('/customers?filter=stage:any_of:owner');
  await page.getByRole('region', { name: '演示账号' }).getByRole('button', { name: person!.name }).click();
  await expect(page).toHaveURL(/\/customers\?filter=stage:any_of:owner/);
  await expect(page.getByRole('group', { name: '阶段' })).toBeVisible();
});

test('a session that ends leads to the door and back', async ({ page }) => {
  await signIn(page);
  await page.goto('/customers');
  await expect(page.getByRole('grid', { name: '客户' })).toBeVisible();
  await page.context().clearCookies();
  await page.keyboard.press('/');
  await page.keyboard.type('王');
  await expect(page).toHaveURL(/sign-in\?to=/);
});

test('somebody without the permission is told which one is missing', async ({ page }) => {
  await signIn(page, (person) => person.role === 'technician');
  await page.goto('/customers');
  await expect(page.getByRole('alert')).toContainText('需要“查看客户”权限');
  await expect(page.getByRole('button', { name: '新建客户' })).toBeDisabled();
  await expect(page.getByRole('navigation').getByRole('button', { name: '客户', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('the door is accessible', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('region', { name: '演示账号' })).toBeVisible();
  await expectAccessible(page);
});
