// Templates, carriers and the gate: what the house says, by whom it leaves, and what is not let out.
import { addCustomer, expect, expectAccessible, freshPhone, send, test, useTheme } from './roadbook';

test('a template is written, published, and a message is made from it', async ({ staff, mark }) => {
  await staff.goto('/settings/templates');
  await staff.getByRole('button', { name: '新建模板' }).click();
  const form = staff.getByRole('dialog', { name: '新建模板' });
  await form.getByLabel('名称').fill(`取车${mark}`);
  await form.getByLabel('编码').fill(`ready.x${mark}`);
  await form.getByRole('button', { name: /保 ?存/ }).click();
  const drawer = staff.getByRole('dialog', { name: `取车${mark}` });
  await drawer.getByRole('textbox', { name: '正文' }).fill('，您的车可以取了。');
  await drawer.getByRole('textbox', { name: '正文' }).press('Home');
  await drawer.getByRole('button', { name: '客户称呼' }).click();
  const preview = drawer.getByRole('region', { name: '预览' });
  await expect(preview).toContainText('张先生，您的车可以取了。');
  await expect(preview).toContainText('1 条短信');
  await drawer.getByRole('button', { name: /^发 ?布$/ }).click();
  await staff
    .getByRole('dialog', { name: '发布这个版本？' })
    .getByRole('button', { name: /发 ?布/ })
    .click();
  await expect(staff.getByText('第 1 版已发布')).toBeVisible();

  const { id } = await addCustomer(staff, `取车人${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/messages?customer=${id}&new=1`);
  const compose = staff.getByRole('dialog', { name: '发消息' });
  await compose.getByRole('combobox', { name: '模板' }).click();
  await staff.locator('.ant-select-item-option', { hasText: `取车${mark}` }).click();
  await expect(compose.locator('blockquote')).toContainText(`取车人${mark}，您的车可以取了。`);
  await expect(compose.getByText('可以发送')).toBeVisible();
  await compose.getByRole('button', { name: '发送' }).click();
  await expect(staff.getByText('已加入发送队列')).toBeVisible();
  await staff.goto(`/messages?customer=${id}`);
  await staff.getByRole('button', { name: /您的车可以取了/ }).click();
  const detail = staff.getByRole('dialog', { name: '消息' });
  await expect(detail).toContainText(`取车${mark} · 第 1 版`);
});

test('a variable nobody knows is told at the text when it is published', async ({ staff, mark }) => {
  const { id } = await send<{ id: string }>(staff, 'POST', '/message-templates', {
    name: `错误${mark}`,
    code: `wrong.x${mark}`,
    channel: 'sms',
    purpose: 'notice',
  });
  await staff.goto('/settings/templates');
  await staff.getByRole('button', { name: new RegExp(`错误${mark}`) }).click();
  const drawer = staff.getByRole('dialog', { name: `错误${mark}` });
  await drawer.getByRole('textbox', { name: '正文' }).fill('您好 {{customer.shoe_size}}');
  await drawer.getByRole('button', { name: /^发 ?布$/ }).click();
  await staff
    .getByRole('dialog', { name: '发布这个版本？' })
    .getByRole('button', { name: /发 ?布/ })
    .click();
  await expect(drawer.locator('form').getByText('含有不存在的变量')).toBeVisible();
  const kept = await send<{ published: unknown }>(staff, 'GET', `/message-templates/${id}`);
  expect(kept.published).toBeNull();
});

test('an offer nobody agreed to is not let out, and the form says so first', async ({ staff, mark }) => {
  const { id } = await addCustomer(staff, `未同意${mark}`, { phones: [freshPhone()] });
  await staff.goto(`/messages?customer=${id}&new=1`);
  const compose = staff.getByRole('dialog', { name: '发消息' });
  await compose.getByRole('combobox', { name: '用途' }).click();
  await staff.locator('.ant-select-item-option', { hasText: '营销' }).click();
  const verdict = compose.getByRole('region', { name: '发送检查' });
  await expect(verdict).toContainText('不能发送');
  await expect(verdict).toContainText('客户没有同意接收此类消息');
  await compose.getByLabel('内容').fill(`周末活动${mark}`);
  await expect(compose.getByRole('button', { name: '发送' })).toBeDisabled();
});

test('a carrier is set, its key shown for the pages, its secret never', async ({ staff }) => {
  await staff.goto('/settings/channels');
  await staff.getByRole('button', { name: '设置应用通知' }).click();
  const form = staff.getByRole('dialog', { name: '设置应用通知' });
  await form.getByRole('combobox', { name: '发送方式' }).click();
  await staff.locator('.ant-select-item-option', { hasText: '浏览器推送' }).click();
  await form.getByLabel('联系方式').fill('mailto:it@example.com');
  await form.getByRole('button', { name: /保 ?存/ }).click();
  const channels = staff.getByRole('region', { name: '发送渠道' });
  await expect(channels).toContainText('公钥');
  const setups = await send<{ channel: string; secret?: string; has_secret: boolean; version: number }[]>(
    staff,
    'GET',
    '/channel-setups',
  );
  const push = setups.find(({ channel }) => channel === 'push')!;
  expect(push).toMatchObject({ has_secret: true });
  expect(push.secret).toBeUndefined();
});

for (const theme of ['light', 'dark'] as const) {
  test(`templates and channels are accessible in the ${theme} theme`, async ({ staff }) => {
    await useTheme(staff, theme);
    await staff.goto('/settings/templates');
    await expect(staff.getByRole('row').nth(1)).toBeVisible();
    await expectAccessible(staff);
    await staff.getByRole('button', { name: /预约确认/ }).click();
    await expect(staff.getByRole('region', { name: '预览' })).toContainText('张先生');
    await expectAccessible(staff);
    await staff.goto('/settings/channels');
    await expect(staff.getByRole('region', { name: '发送时段和频率' }).getByRole('row').nth(1)).toBeVisible();
    await expectAccessible(staff);
  });
}
