// Settings: oneself, people and their power, roles, keys, tags; and the API page.
import { expect, expectAccessible, send, signIn, test, useTheme } from './roadbook';

test('language and theme change at once', async ({ staff }) => {
  await staff.goto('/settings/account');
  await staff.getByRole('radiogroup', { name: '外观' }).getByText('深色').click();
  await expect(staff.locator('html')).toHaveAttribute('data-theme', 'dark');
  await staff.getByRole('radiogroup', { name: '语言' }).getByText('English').click();
  await expect(staff.getByRole('heading', { name: 'My account' })).toBeVisible();
});

test('a wrong present password is told at its field', async ({ staff }) => {
  await staff.goto('/settings/account');
  await staff.getByLabel('当前密码').fill('certainly-not-it');
  await staff.getByLabel('新密码').fill('a-new-password-2026');
  await staff.getByLabel('再输一次').fill('another-password-2026');
  await staff.getByRole('button', { name: '修改密码' }).click();
  await expect(staff.getByText('两次输入不一致')).toBeVisible();
});

test('another device is signed out from the list', async ({ staff, browser }) => {
  const other = await browser.newContext({ userAgent: 'Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17 Safari/604.1' });
  const page = await other.newPage();
  await page.goto('/');
  await signIn(page);
  await staff.goto('/settings/account');
  await staff.getByRole('button', { name: '退出 Safari · iPhone' }).first().click();
  await expect(staff.getByText('该设备已退出')).toBeVisible();
  await other.close();
});

test('a person is added with a role, locked, and their power explained', async ({ staff, mark }) => {
  await staff.goto('/settings/people');
  await staff.getByRole('button', { name: '新建员工' }).click();
  const form = staff.getByRole('dialog', { name: '新建员工' });
  await form.getByLabel('姓名').fill(`新人${mark}`);
  await form.getByLabel('登录名').fill(`new.${mark}`);
  await form.getByRole('button', { name: '添加角色' }).click();
  await form.getByRole('combobox', { name: '角色' }).click();
  await staff.locator('.ant-select-item-option', { hasText: '销售顾问' }).first().click();
  await form.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByText('已保存')).toBeVisible();

  await staff.getByLabel('按姓名或账号查找').fill(`新人${mark}`);
  await staff.getByRole('button', { name: new RegExp(`新人${mark}`) }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '锁定' }).click();
  await expect(staff.getByText('已锁定，立即退出所有设备')).toBeVisible();

  await staff.getByRole('button', { name: new RegExp(`新人${mark}`) }).click();
  await staff.getByRole('button', { name: '能看到什么' }).click();
  await expect(staff.getByRole('heading', { name: `新人${mark} 能看到什么，为什么` })).toBeVisible();
  await expect(staff.getByText(/角色“销售顾问”/).first()).toBeVisible();
});

test('a role is copied, given a permission, and deleted', async ({ staff, mark }) => {
  const role = `角色${mark}`;
  await staff.goto('/settings/roles');
  await staff.getByRole('button', { name: '“销售顾问”的操作' }).click();
  await staff.getByRole('menuitem', { name: '复制' }).click();
  await staff.getByLabel('角色名称').fill(role);
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  const box = staff.getByRole('checkbox', { name: new RegExp(`${role}：导出客户`) });
  await box.setChecked(!(await box.isChecked()));
  await staff.getByRole('region', { name: '1 处修改' }).getByRole('button', { name: '保存' }).click();
  await expect(staff.getByText('权限已保存')).toBeVisible();
  await staff.getByRole('button', { name: `“${role}”的操作` }).click();
  await staff.getByRole('menuitem', { name: '删除' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(staff.getByRole('button', { name: `“${role}”的操作` })).toBeHidden();
});

test('the secret of a key is shown once, and the key can be revoked', async ({ staff, mark }) => {
  await staff.goto('/settings/keys');
  await staff.getByRole('button', { name: '新建密钥' }).click();
  const form = staff.getByRole('dialog', { name: '新建密钥' });
  await form.getByLabel('用途').fill(`密钥${mark}`);
  await form.getByLabel('角色').click();
  await staff.locator('.ant-select-item-option').first().click();
  await form.getByRole('button', { name: '新建密钥' }).click();
  const secret = staff.getByRole('dialog', { name: '请现在保存密钥' });
  await expect(secret.getByRole('button', { name: '复制密钥' })).toBeVisible();
  await secret.getByRole('button', { name: '我已保存' }).click();
  await staff.getByRole('button', { name: `吊销 密钥${mark}` }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '吊销' }).click();
  await expect(staff.getByRole('row').filter({ hasText: `密钥${mark}` })).toContainText('已吊销');
});

test('a tag is made with a colour, and deleted before its group', async ({ staff, mark }) => {
  await staff.goto('/settings/tags');
  await staff.getByRole('button', { name: '新建分组' }).click();
  await staff.getByLabel('分组名称').fill(`分组${mark}`);
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  const group = staff.getByRole('region', { name: `分组${mark}` });
  await group.getByRole('button', { name: '新建标签' }).click();
  await staff.getByLabel('标签名称').fill(`标签${mark}`);
  await staff.getByRole('radio', { name: '紫' }).check();
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(group.getByText(`标签${mark}`)).toBeVisible();
  await group.getByRole('button', { name: `“标签${mark}”的操作` }).click();
  await staff.getByRole('menuitem', { name: '删除' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(group.getByText(`标签${mark}`)).toBeHidden();
  await group.getByRole('button', { name: `“分组${mark}”的操作` }).click();
  await staff.getByRole('menuitem', { name: '删除' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(group).toBeHidden();
});

test('those who may not manage see why', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'sales_consultant');
  await page.goto('/settings/tags');
  await expect(page.getByRole('button', { name: /新建分组|管理标签/ }).first()).toBeDisabled();
});

test('a new store has a code that is checked', async ({ staff }) => {
  await staff.goto('/settings/stores');
  await staff.getByRole('button', { name: '新建门店' }).click();
  const form = staff.getByRole('dialog', { name: '新建门店' });
  await form.getByLabel('代码').fill('x');
  await form.getByLabel('名称').fill('测试店');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form.getByText('请输入 2–12 位大写字母、数字或短横线')).toBeVisible();
});

test('every endpoint is found by its path', async ({ staff }) => {
  await staff.goto('/developers');
  await staff.getByLabel('查找路径或用途').fill('put completion');
  await expect(staff.getByText('/api/v1/tasks/{id}/completion').first()).toBeVisible();
  await expect(staff).toHaveURL(/q=put/);
});

for (const theme of ['light', 'dark'] as const) {
  test(`all settings are accessible in the ${theme} theme`, async ({ staff }) => {
    test.setTimeout(90_000);
    await useTheme(staff, theme);
    const { staff: me } = await send<{ staff: { id: string } }>(staff, 'GET', '/session');
    const sections = [
      'account',
      'stores',
      'departments',
      'people',
      'roles',
      'keys',
      'tags',
      'warranty',
      `people/${me.id}`,
    ];
    for (const address of [...sections.map((section) => `/settings/${section}`), '/developers']) {
      await staff.goto(address);
      await expect(staff.getByRole('heading', { level: 1 })).not.toBeEmpty();
      await expect(staff.getByRole('status', { name: '加载中' })).toHaveCount(0);
      await expectAccessible(staff);
    }
  });
}

test('a browser can be allowed only where web push is set up', async ({ staff }) => {
  await staff.goto('/settings/account');
  const section = staff.locator('section', { has: staff.getByRole('heading', { name: '浏览器通知' }) });
  await expect(section.getByRole('button', { name: '在这台设备上接收通知' })).toBeVisible();
});
