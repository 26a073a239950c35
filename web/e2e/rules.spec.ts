// Tags that keep themselves: a rule is built, counted while it is built, saved, and seen on the customers it chooses.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, send, signIn, test } from './roadbook';

/** A tag of its own, and the page of its rule. */
async function ruleOfNewTag(staff: Page, mark: string): Promise<{ id: string }> {
  const group = await send<{ id: string }>(staff, 'POST', '/tag-groups', { name: `规则${mark}` });
  const tag = await send<{ id: string }>(staff, 'POST', '/tags', {
    group_id: group.id,
    name: `自动${mark}`,
    colour: 'teal',
  });
  await staff.goto(`/settings/tags/${tag.id}/rule`);
  return tag;
}

test('a rule is built in groups, counted, saved and shown on those it chooses', async ({ staff, mark }) => {
  const { stores } = await send<{ stores: { id: string }[] }>(staff, 'GET', '/session');
  const form = { kind: 'person', name: `王${mark}`, store_id: stores[0]?.id, stage: 'owner' };
  const customer = await send<{ id: string }>(staff, 'POST', '/customers', form);
  await ruleOfNewTag(staff, mark);
  await staff.getByRole('combobox', { name: '字段' }).click();
  await staff.getByRole('combobox', { name: '字段' }).fill('姓名');
  await staff.getByTitle('姓名', { exact: true }).click();
  await staff.getByRole('textbox', { name: '值' }).fill(mark);
  const counted = staff.getByRole('complementary', { name: '符合的客户' });
  await expect(counted.getByText('1', { exact: true })).toBeVisible();
  await expect(counted.getByText(`姓名包含“${mark}”`)).toBeVisible();
  await expect(counted.getByRole('link', { name: `王${mark}` })).toBeVisible();
  await expectAccessible(staff);
  await staff.getByRole('button', { name: '保存规则' }).click();
  await expect(staff).toHaveURL(/settings\/tags$/);
  await expect(staff.getByText(`姓名包含“${mark}”`)).toBeVisible();
  await expect(async () => {
    await staff.goto(`/customers/${customer.id}`);
    await expect(staff.getByText(`自动${mark}`).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(staff.getByRole('button', { name: `移除标签“自动${mark}”` })).toBeHidden();
});

test('a common rule is taken, regrouped from the keyboard, and taken away again', async ({ staff, mark }) => {
  await ruleOfNewTag(staff, mark);
  await staff
    .getByRole('list', { name: '常用规则' })
    .getByRole('button', { name: /流失预警/ })
    .click();
  const root = staff.getByRole('region', { name: '全部符合' });
  await expect(root.getByRole('combobox', { name: '字段' })).toHaveCount(3);
  await expect(staff.getByText(/距上次进店超过 270 天/).last()).toBeVisible();
  await root.getByRole('combobox', { name: '字段' }).first().focus();
  await staff.keyboard.press('Alt+ArrowRight');
  await expect(root.getByRole('region', { name: '任一符合' })).toBeVisible();
  await root.getByRole('combobox', { name: '字段' }).first().focus();
  await staff.keyboard.press('Alt+ArrowLeft');
  await expect(root.getByRole('region', { name: '任一符合' })).toBeHidden();
  await staff.getByRole('button', { name: '保存规则' }).click();
  await expect(staff).toHaveURL(/settings\/tags$/);
  await staff.getByRole('button', { name: `“自动${mark}”的操作` }).click();
  await staff.getByRole('menuitem', { name: '查看和修改规则' }).click();
  await staff.getByRole('button', { name: '改回手动' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '改回手动' }).click();
  await expect(staff.getByText('已改为手动标签')).toBeVisible();
});

test('an unfinished rule is not saved and says why', async ({ staff, mark }) => {
  await ruleOfNewTag(staff, mark);
  await expect(staff.getByRole('button', { name: '保存规则' })).toBeDisabled();
  await expect(staff.getByText('请先把条件填写完整')).toBeVisible();
});

test('those who may not manage tags see rules but change none', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'sales_consultant');
  const groups = await send<{ tags: { id: string; rule: unknown }[] }[]>(page, 'GET', '/tags');
  const ruled = groups.flatMap(({ tags }) => tags).find(({ rule }) => rule !== null);
  await page.goto(`/settings/tags/${ruled?.id}/rule`);
  await expect(page.getByRole('button', { name: '保存规则' })).toBeDisabled();
  await expect(page.getByRole('complementary', { name: '符合的客户' }).locator('blockquote')).toBeVisible();
});
