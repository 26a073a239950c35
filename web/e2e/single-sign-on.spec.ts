// Single sign-on against a real OpenID Provider (panva's oidc-provider), run by the test on this machine.
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import Provider from 'oidc-provider';
import { expect, expectAccessible, send, signIn, test } from './roadbook';

const CLIENT = { id: 'roadbook', secret: 'a secret of the tests' };
const BACK = `${process.env.ROADBOOK_URL ?? 'http://127.0.0.1:8080'}/api/v1/sign-in/callback`;
const FAREWELL = `${process.env.ROADBOOK_URL ?? 'http://127.0.0.1:8080'}/sign-in`;

/** Where the server may call it, told by `.ci/browser-tests`; by hand: `--allow-private-hosts 127.0.0.1:8099`. */
const ISSUER = `http://${process.env.IDENTITY_PROVIDER ?? '127.0.0.1:8099'}`;

/** Runs the provider while `work` is done. */
async function beside(work: () => Promise<void>): Promise<void> {
  const provider = new Provider(ISSUER, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [BACK],
        post_logout_redirect_uris: [FAREWELL],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@sso.example`, email_verified: true, name: id }),
    }),
    cookies: { keys: ['of the tests'] },
    // Its own pages to sign in and agree, made for trying out.
    features: { devInteractions: { enabled: true } },
  });
  const server = createServer(provider.callback());
  const { hostname, port } = new URL(ISSUER);
  await new Promise<void>((listening) => server.listen(Number(port), hostname, listening));
  try {
    await work();
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

/** Signs in at the provider's own pages, and agrees. */
async function signInThere(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('people sign in by the provider of their group, and out of both', async ({ staff, browser, mark }) => {
  test.setTimeout(120_000);
  await beside(async () => {
    const name = `账号中心${mark}`;
    await add(staff, name);
    const { stores } = await send<{ stores: { id: string }[] }>(staff, 'GET', '/session');
    const roles = await send<{ items: { id: string; code: string }[] }>(staff, 'GET', '/roles');
    const role = roles.items.find(({ code }) => code === 'sales_consultant');
    const login = `sso.${mark}`;
    const grants = [{ role_id: role?.id, reach: 'own' }];
    const person = { login, name: `单点${mark}`, email: `${login}@sso.example`, store_id: stores[0]?.id, grants };
    await send(staff, 'POST', '/staff', person);

    const context = await browser.newContext({ locale: 'zh-CN' });
    const theirs = await context.newPage();
    await theirs.goto('/sign-in?to=%2Ftasks');
    await theirs.getByRole('button', { name: `使用${name}登录` }).click();
    await signInThere(theirs, login);
    await expect(theirs).toHaveURL(/\/tasks/);
    await theirs.goto('/settings/account');
    const linked = theirs.getByRole('region', { name: '单点登录账号' });
    await expect(linked).toContainText(name);
    await expect(linked.getByRole('button', { name: `解除 ${name}` })).toBeVisible();
    await expectAccessible(theirs);
    await signOutOfBoth(theirs, `单点${mark}`);

    // Known by the link now.
    await theirs.getByRole('button', { name: `使用${name}登录` }).click();
    await signInThere(theirs, login);
    await expect(theirs.getByRole('navigation').getByRole('button', { name: `单点${mark}` })).toBeVisible();
    await signOutOfBoth(theirs, `单点${mark}`);

    await theirs.getByRole('button', { name: `使用${name}登录` }).click();
    await signInThere(theirs, `nobody.${mark}`);
    await expect(theirs.getByRole('alert')).toContainText('没有与该账号对应的员工');
    await expectAccessible(theirs);
    await context.close();

    await staff.getByRole('button', { name: `删除 ${name}` }).click();
    await staff
      .getByRole('dialog', { name: `删除“${name}”？` })
      .getByRole('button', { name: /删 ?除/ })
      .click();
    await expect(staff.getByText('已删除')).toBeVisible();
  });
});

test('what went wrong on the way is told at the door, and on the page one left', async ({ page }) => {
  await page.goto('/sign-in?problem=identity.cancelled');
  await expect(page.getByRole('alert')).toHaveText('已取消登录');
  await page.goto('/sign-in?problem=<b>made up</b>');
  await expect(page.getByRole('alert')).toHaveText(/登录没有成功/);
  await signIn(page);
  await page.goto('/settings/account?problem=identity.taken');
  await expect(page.getByRole('alert').filter({ hasText: '该账号已关联其他员工' })).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/account$/);
});

/** Adds the provider by the form, and tries it. */
async function add(staff: Page, name: string): Promise<void> {
  await staff.goto('/settings/sign-in');
  await staff.getByRole('button', { name: '接入账号系统' }).click();
  const form = staff.getByRole('dialog', { name: '接入账号系统' });
  await form.getByLabel('按钮上的名称').fill(name);
  await form.getByLabel('Issuer 地址').fill('https://10.0.0.1/');
  await form.getByLabel('Client ID').fill(CLIENT.id);
  await form.getByLabel('Client secret').fill(CLIENT.secret);
  await expectAccessible(staff);
  await form.getByRole('button', { name: /保 ?存/ }).click();
  await expect(form.getByText('地址在内网')).toBeVisible();
  await form.getByLabel('Issuer 地址').fill(ISSUER);
  await form.getByRole('button', { name: /保 ?存/ }).click();
  await expect(form).toBeHidden();
  await staff.getByRole('button', { name: `测试 ${name}` }).click();
  await expect(staff.getByText(/连接正常/)).toBeVisible();
}

async function signOutOfBoth(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page.getByRole('heading', { name: '登录路书' })).toBeVisible();
}
