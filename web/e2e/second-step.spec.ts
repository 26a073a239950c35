// Signing in with a second factor, proving anew who one is, and the group's rules.

import type { Page } from '@playwright/test';
import { codeOf } from './authenticator';
import { expect, expectAccessible, send, signIn, test, useTheme } from './roadbook';

const FIRST_PASSWORD = 'three plates of dumplings';
const PASSWORD = 'a violet bicycle in the rain';

interface Hired {
  id: string;
  login: string;
}

/** Somebody of this test's own, hired by the person signed in on `page`. */
async function hire(page: Page, mark: string): Promise<Hired> {
  const { stores } = await send<{ stores: { id: string }[] }>(page, 'GET', '/session');
  const roles = await send<{ items: { id: string; code: string }[] }>(page, 'GET', '/roles');
  const role = roles.items.find(({ code }) => code === 'sales_consultant');
  const login = `factor.${mark}`;
  const form = { login, name: `验证${mark}`, store_id: stores[0]?.id, password: FIRST_PASSWORD };
  const grants = [{ role_id: role?.id, reach: 'own' }];
  return { ...(await send<{ id: string }>(page, 'POST', '/staff', { ...form, grants })), login };
}

async function enter(page: Page, { login }: Hired, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: '账号' }).fill(login);
  await page.getByRole('textbox', { name: '密码' }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Signs in with the password the manager gave, and chooses the own one before anything else. */
async function enterFirst(page: Page, person: Hired): Promise<void> {
  await enter(page, person, FIRST_PASSWORD);
  await expect(page.getByRole('heading', { name: '请设置自己的密码' })).toBeVisible();
  await page.goto('/customers');
  await expect(page.getByRole('heading', { name: '请设置自己的密码' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('当前密码').fill(FIRST_PASSWORD);
  await page.getByLabel('新密码').fill(PASSWORD);
  await page.getByLabel('再输一次').fill(PASSWORD);
  await page.getByRole('button', { name: '修改密码' }).click();
}

/** Sets a factor up on the account page; answers its secret and the recovery codes. */
async function setUp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.goto('/settings/account');
  const card = page.getByRole('region', { name: '两步验证' });
  await card.getByRole('button', { name: '开启两步验证' }).click();
  const dialog = page.getByRole('dialog', { name: '开启两步验证' });
  await expect(dialog.getByRole('img', { name: '两步验证二维码' })).toBeVisible();
  await expectAccessible(page);
  const secret = (await dialog.locator('pre').textContent()) ?? '';
  await dialog.getByLabel('动态码').fill(codeOf(secret, -1));
  await dialog.getByRole('button', { name: '确认开启' }).click();
  const kept = page.getByRole('dialog', { name: '请保存恢复码' });
  await expect(kept.getByRole('listitem')).toHaveCount(10);
  const codes = await kept.getByRole('listitem').allTextContents();
  await kept.getByRole('button', { name: '我已保存' }).click();
  await expect(card.getByText('已开启')).toBeVisible();
  return { secret, codes };
}

test('a factor is set up with a QR code, asked for at sign-in, and taken off by a manager', async ({
  page,
  browser,
  mark,
}) => {
  test.setTimeout(90_000);
  await signIn(page);
  const person = await hire(page, mark);
  const context = await browser.newContext({ locale: 'zh-CN' });
  const theirs = await context.newPage();
  await enterFirst(theirs, person);
  await expect(theirs.getByRole('navigation', { name: '页面导航' })).toBeVisible();
  const { secret, codes } = await setUp(theirs);

  await theirs.context().clearCookies();
  await enter(theirs, person);
  await expect(theirs.getByRole('heading', { name: '两步验证' })).toBeVisible();
  await theirs.getByLabel('动态码').fill('000000');
  await theirs.getByRole('button', { name: '继续' }).click();
  await expect(theirs.getByRole('alert')).toContainText('动态码不正确');
  await theirs.getByLabel('动态码').fill(codeOf(secret));
  await theirs.getByRole('button', { name: '继续' }).click();
  await expect(theirs.getByRole('navigation', { name: '页面导航' })).toBeVisible();

  await theirs.context().clearCookies();
  await enter(theirs, person);
  await theirs.getByRole('button', { name: '手机不在身边？用恢复码' }).click();
  await theirs.getByLabel('恢复码').fill(codes[0]!);
  await theirs.getByRole('button', { name: '继续' }).click();
  await expect(theirs.getByRole('navigation', { name: '页面导航' })).toBeVisible();

  await page.goto('/settings/people');
  await page.getByLabel('按姓名或账号查找').fill(person.login);
  await expect(page.getByRole('row').filter({ hasText: `验证${mark}` })).toContainText('已开启');
  await page.getByRole('button', { name: new RegExp(`验证${mark}`) }).click();
  await page.getByRole('button', { name: '解除两步验证' }).click();
  const dialog = page.getByRole('dialog', { name: `解除验证${mark}的两步验证` });
  await dialog.getByLabel('核实方式和原因').fill('手机丢失，已当面核实');
  await dialog.getByRole('button', { name: '解除两步验证' }).click();
  await expect(page.getByText('两步验证已解除')).toBeVisible();
  await theirs.context().clearCookies();
  await enter(theirs, person);
  await expect(theirs.getByRole('navigation', { name: '页面导航' })).toBeVisible();
  await context.close();
});

test('a deed that needs a fresh proof asks for it and goes on by itself', async ({ staff, mark }) => {
  let refusals = 1;
  await staff.route('**/api/v1/keys', async (route) => {
    if (route.request().method() !== 'POST' || refusals === 0) return route.continue();
    refusals -= 1;
    const body = JSON.stringify({ code: 'session.step_up', title: 'Refused', detail: 'Prove it.', status: 409 });
    await route.fulfill({ status: 409, contentType: 'application/problem+json', body });
  });
  await staff.goto('/settings/keys');
  await staff.getByRole('button', { name: '新建密钥' }).click();
  const form = staff.getByRole('dialog', { name: '新建密钥' });
  await form.getByLabel('用途').fill(`密钥${mark}`);
  await form.getByLabel('角色').click();
  await staff.locator('.ant-select-item-option').first().click();
  await form.getByRole('button', { name: '新建密钥' }).click();

  const dialog = staff.getByRole('dialog', { name: '请再次确认是您本人' });
  await dialog.getByLabel('登录密码').fill('certainly not it');
  await dialog.getByRole('button', { name: '确认' }).click();
  await expect(dialog.getByText('当前密码不正确')).toBeVisible();
  await dialog.getByLabel('登录密码').fill(await passwordOfDemo(staff));
  await dialog.getByRole('button', { name: '确认' }).click();
  await expect(staff.getByRole('dialog', { name: '请现在保存密钥' })).toBeVisible();
});

async function passwordOfDemo(page: Page): Promise<string> {
  const about = await send<{ demo_logins: { password: string }[] }>(page, 'GET', '/about');
  return about.demo_logins[0]?.password ?? '';
}

test('the rules for signing in are changed where they are read', async ({ staff }) => {
  await staff.goto('/settings/sign-in');
  const days = staff.getByRole('region', { name: '登录保持' }).getByLabel('最长保持登录（天）');
  await days.fill('29');
  await days.blur();
  await expect(staff.getByText('已保存')).toBeVisible();
  await staff.reload();
  await expect(days).toHaveValue('29');
});

for (const theme of ['light', 'dark'] as const) {
  test(`the rules for signing in are accessible in the ${theme} theme`, async ({ staff }) => {
    await useTheme(staff, theme);
    await staff.goto('/settings/sign-in');
    await expect(staff.getByRole('region', { name: '敏感操作' })).toBeVisible();
    await expectAccessible(staff);
  });
}

test('who may not set the rules sees them and can change nothing', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'sales_consultant');
  await page.goto('/settings/sign-in');
  await expect(page.getByLabel('宽限期（天）')).toBeDisabled();
});
