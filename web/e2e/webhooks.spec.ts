// Webhooks: set up, secret once, tried, their log, stopped and removed.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, send, signIn, test, useTheme } from './roadbook';

test('a webhook is set up, its secret shown once, tried, and found in its log', async ({ staff, mark }) => {
  await staff.goto('/settings/webhooks');
  await staff.getByRole('button', { name: '新建 Webhook' }).click();
  const form = staff.getByRole('dialog', { name: '新建 Webhook' });
  await form.getByLabel('用途').fill(`DMS${mark}`);
  await form.getByLabel('接收地址').fill('https://127.0.0.1/hook');
  await form.getByRole('combobox', { name: '事件' }).click();
  await staff.locator('.ant-select-tree-title', { hasText: /^任务$/ }).click();
  await staff.keyboard.press('Escape');
  await form.getByRole('combobox', { name: '角色' }).click();
  await staff.locator('.ant-select-item-option', { hasText: '销售顾问' }).first().click();
  await form.getByRole('button', { name: /保 ?存/ }).click();
  await expect(form.getByText('地址在内网')).toBeVisible();
  await form.getByLabel('接收地址').fill(`https://${mark}.invalid/hook`);
  await form.getByRole('button', { name: /保 ?存/ }).click();

  const secret = staff.getByRole('dialog', { name: '请现在保存签名密钥' });
  await expect(secret).toContainText('whsec_');
  await secret.getByRole('button', { name: '我已保存' }).click();
  const row = staff.getByRole('row', { name: new RegExp(`DMS${mark}`) });
  await expect(row).toContainText('1 项');
  await expect(staff.getByText('whsec_')).toHaveCount(0);

  await row.getByRole('button', { name: /测 ?试/ }).click();
  const outcome = staff.getByRole('dialog', { name: /对方没有接收/ });
  await expect(outcome).toBeVisible({ timeout: 20_000 });
  await outcome.getByRole('button', { name: /关 ?闭/ }).click();

  await row.getByRole('button', { name: new RegExp(`https://${mark}`) }).click();
  const log = staff.getByRole('dialog', { name: `DMS${mark} 的投递记录` });
  await expect(log.getByRole('row', { name: /测试事件/ })).toContainText('已放弃');
  await log.getByText('测试事件').click();
  const detail = staff.getByRole('dialog', { name: '投递详情' });
  await expect(detail).toContainText('webhook-id: msg_');
  await expect(detail).toContainText('webhook.test');
});

test('a webhook is paused, resumed, given a new secret and removed', async ({ staff, mark }) => {
  const role = await roleOf(staff);
  await send(staff, 'POST', '/webhooks', {
    name: `仓库${mark}`,
    url: `https://${mark}.invalid/`,
    events: ['*'],
    role_id: role,
    reach: 'group',
  });
  await staff.goto('/settings/webhooks');
  const row = staff.getByRole('row', { name: new RegExp(`仓库${mark}`) });
  const deeds = staff.getByRole('button', { name: `“仓库${mark}”的操作` });
  await expect(row).toContainText('全部事件');
  await deeds.click();
  await staff.getByRole('menuitem', { name: '暂停' }).click();
  await expect(row).toContainText('已暂停');
  await deeds.click();
  await staff.getByRole('menuitem', { name: '恢复' }).click();
  await expect(row).toContainText('启用');
  await deeds.click();
  await staff.getByRole('menuitem', { name: '更换密钥' }).click();
  await staff
    .getByRole('dialog', { name: /更换签名密钥/ })
    .getByRole('button', { name: '更换密钥' })
    .click();
  const secret = staff.getByRole('dialog', { name: '请现在保存签名密钥' });
  await expect(secret).toContainText('whsec_');
  await secret.getByRole('button', { name: '我已保存' }).click();
  await deeds.click();
  await staff.getByRole('menuitem', { name: '删除' }).click();
  await staff
    .getByRole('dialog', { name: new RegExp(`删除“仓库${mark}”`) })
    .getByRole('button', { name: /删 ?除/ })
    .click();
  await expect(row).toHaveCount(0);
});

test('who may not manage webhooks is told why', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'sales_consultant');
  await page.goto('/settings/webhooks');
  await expect(page.getByText('需要“管理 Webhook”权限').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '新建 Webhook' })).toBeDisabled();
});

for (const theme of ['light', 'dark'] as const) {
  test(`webhooks are accessible in ${theme}`, async ({ staff, mark }) => {
    const role = await roleOf(staff);
    const form = {
      name: `轴${mark}`,
      url: `https://${mark}.invalid/`,
      events: ['*'],
      role_id: role,
      reach: 'group',
    };
    await send(staff, 'POST', '/webhooks', form);
    await useTheme(staff, theme);
    await staff.goto('/settings/webhooks');
    await expect(staff.getByRole('row', { name: new RegExp(`轴${mark}`) })).toBeVisible();
    await expectAccessible(staff);
  });
}

/** The role of a sales consultant. */
async function roleOf(staff: Page): Promise<string | undefined> {
  const roles = await send<{ items: { id: string; code: string }[] }>(staff, 'GET', '/roles');
  return roles.items.find(({ code }) => code === 'sales_consultant')?.id;
}
