// The page of one customer: writing down, changing in place, clashing, contacts, tags, tasks, what follows.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, freshPhone, send, signIn, test, useTheme } from './roadbook';

interface Tag {
  id: string;
  name: string;
}

const timeline = (page: Page) => page.getByRole('region', { name: '动态' });
const entry = (page: Page, words: string | RegExp) => timeline(page).getByRole('article').filter({ hasText: words });
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function open(page: Page, name: string, more: object = {}) {
  const customer = await addCustomer(page, name, more);
  await page.goto(`/customers/${customer.id}`);
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  return customer;
}

test('an outcome is recorded in two taps', async ({ staff, mark }) => {
  await open(staff, `两步${mark}`);
  await staff.getByRole('button', { name: '通话' }).click();
  await staff.getByRole('button', { name: '未接通' }).click();
  await expect(entry(staff, '通话 · 未接通')).toBeVisible();
});

test('a note with a next step is kept as a draft, sent by keyboard, and makes its task', async ({ staff, mark }) => {
  const customer = await open(staff, `跟进${mark}`);
  const composer = staff.getByRole('textbox', { name: '记录一次跟进' });
  await staff.keyboard.press('n');
  await expect(composer).toBeFocused();
  await composer.fill(`想看七座车 ${mark}`);
  await staff.reload();
  await expect(composer).toHaveValue(`想看七座车 ${mark}`);

  await staff.getByRole('button', { name: '下一步' }).click();
  await staff.getByRole('textbox', { name: '下一步做什么' }).fill(`邀约试驾 ${mark}`);
  await staff.getByRole('button', { name: '3 天后' }).click();
  await composer.press('Control+Enter');
  await expect(entry(staff, `想看七座车 ${mark}`)).toBeVisible();
  await expect(composer).toHaveValue('');

  await staff.getByRole('tab', { name: /任务/ }).click();
  const task = staff.getByRole('article').filter({ hasText: `邀约试驾 ${mark}` });
  await expect(task).toBeVisible();
  await task
    .getByRole('button', { name: `完成：邀约试驾 ${mark}` })
    .or(task.getByRole('button', { name: /完成/ }))
    .first()
    .click();
  await staff.getByRole('button', { name: /有意向/ }).click();
  await expect(task).toBeHidden();
  await staff.goto(`/customers/${customer.id}`);
  await expect(entry(staff, '任务已完成')).toContainText('有意向');
});

test('a note is corrected, pinned and removed in place', async ({ staff, mark }) => {
  await open(staff, `备注${mark}`, { note: `第一稿 ${mark}` });
  await entry(staff, `第一稿 ${mark}`).first().hover();
  await entry(staff, `第一稿 ${mark}`).first().getByRole('button', { name: '编辑' }).click();
  const text = staff.getByRole('textbox', { name: '记录内容' });
  await text.fill(`第二稿 ${mark}`);
  await text.press('Control+Enter');
  await expect(entry(staff, `第二稿 ${mark}`)).toBeVisible();

  await entry(staff, `第二稿 ${mark}`).first().hover();
  await entry(staff, `第二稿 ${mark}`).first().getByRole('button', { name: '置顶' }).click();
  await expect(timeline(staff).getByRole('heading', { name: '置顶' })).toBeVisible();

  await entry(staff, `第二稿 ${mark}`).last().hover();
  await entry(staff, `第二稿 ${mark}`).last().getByRole('button', { name: '删除' }).click();
  await staff.getByRole('tooltip').getByRole('button', { name: '删除' }).click();
  await expect(entry(staff, `第二稿 ${mark}`)).toHaveCount(0);
});

test('facts are edited where they stand and the timeline tells of it', async ({ staff, mark }) => {
  await open(staff, `资料${mark}`);
  const rail = staff.getByRole('complementary', { name: '客户资料' });
  await rail.getByRole('button', { name: '编辑职业' }).click();
  await rail.getByRole('textbox', { name: '职业' }).fill('建筑师');
  await staff.keyboard.press('Enter');
  await expect(rail.getByRole('button', { name: '编辑职业' })).toHaveText('建筑师');

  await rail.getByRole('button', { name: '编辑阶段' }).click();
  await staff
    .getByRole('option', { name: '意向' })
    .or(staff.locator('.ant-select-item-option', { hasText: '意向' }))
    .last()
    .click();
  await expect(rail.getByRole('button', { name: '编辑阶段' })).toHaveText('意向');
  await expect(entry(staff, '更新职业')).toContainText('建筑师');
  await expect(entry(staff, '更新阶段')).toContainText('意向');
});

test('a clash is asked field by field, also when the colleague’s change has already appeared', async ({
  staff,
  browser,
  mark,
}) => {
  const customer = await open(staff, `冲突${mark}`);
  const rail = staff.getByRole('complementary', { name: '客户资料' });
  await rail.getByRole('button', { name: '编辑职业' }).click();
  await rail.getByRole('textbox', { name: '职业' }).fill('医生');

  const context = await browser.newContext();
  const colleague = await context.newPage();
  await signIn(colleague);
  await colleague.goto(`/customers/${customer.id}`);
  const theirRail = colleague.getByRole('complementary', { name: '客户资料' });
  await theirRail.getByRole('button', { name: '编辑职业' }).click();
  await theirRail.getByRole('textbox', { name: '职业' }).fill('教师');
  await colleague.keyboard.press('Enter');
  await expect(entry(staff, '更新职业')).toContainText('教师');
  await context.close();

  await rail.getByRole('textbox', { name: '职业' }).press('Enter');
  const dialog = staff.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: '教师' })).toBeChecked();
  await dialog.getByRole('radio', { name: '医生' }).check();
  await dialog.getByRole('button', { name: '按选择保存' }).click();
  await expect(rail.getByRole('button', { name: '编辑职业' })).toHaveText('医生');
});

test('a phone is masked, revealed on record, added and removed', async ({ page, mark }) => {
  await signIn(page, (person) => person.role === 'sales_consultant');
  const { staff: me } = await send<{ staff: { id: string } }>(page, 'GET', '/session');
  const phone = freshPhone();
  const { id } = await addCustomer(page, `电话${mark}`, { phones: [phone], consultant_id: me.id });
  await page.goto(`/customers/${id}`);
  const masked = `${phone.slice(0, 3)} **** ${phone.slice(7)}`;
  const full = `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`;
  const contacts = section(page, '联系方式');
  await expect(contacts.getByText(masked)).toBeVisible();
  await contacts.getByRole('button', { name: '显示完整号码' }).click();
  await expect(contacts.getByText(full)).toBeVisible();
  await expect(entry(page, '查看完整联系方式')).toBeVisible();

  await page.getByRole('button', { name: '添加联系方式' }).click();
  await page.getByLabel('号码或账号').fill(freshPhone());
  await page.getByLabel('备注名').fill('单位');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(contacts.getByText('单位')).toBeVisible();

  await contacts.getByText('单位').hover();
  await contacts
    .getByRole('button', { name: /更多操作/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: '删除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(contacts.getByText('单位')).toBeHidden();
});

test('tags are added from the library and taken away', async ({ staff, mark }) => {
  const groups = await send<{ tags: Tag[] }[]>(staff, 'GET', '/tags');
  const tag = groups.flatMap((group) => group.tags)[0];
  test.skip(!tag, 'the demo world has no tags');
  await open(staff, `标签${mark}`);
  await staff.getByRole('button', { name: '添加标签' }).click();
  await staff.getByRole('combobox', { name: '搜索标签' }).fill(tag?.name ?? '');
  await staff.keyboard.press('Enter');
  const tags = section(staff, '标签');
  await expect(tags.getByText(tag?.name ?? '')).toBeVisible();
  await tags.getByText(tag?.name ?? '').hover();
  await staff.getByRole('button', { name: `移除标签：${tag?.name}` }).click();
  await expect(tags.getByText(tag?.name ?? '', { exact: true })).toBeHidden();
});

test('a customer joins the household of another', async ({ staff, mark }) => {
  await addCustomer(staff, `户主${mark}`);
  await open(staff, `家人${mark}`);
  await staff.getByRole('button', { name: '加入家庭' }).click();
  await staff.getByRole('combobox', { name: '加入谁的家庭' }).fill(`户主${mark}`);
  await staff.locator('.ant-select-item-option', { hasText: `户主${mark}` }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(section(staff, '家庭与关系').getByRole('link', { name: `户主${mark}` })).toBeVisible();
});

test('a suggestion becomes a task', async ({ staff, mark }) => {
  await open(staff, `建议${mark}`);
  const suggestions = section(staff, '下一步建议');
  await expect(suggestions).toContainText('首次联系');
  await suggestions.getByRole('button', { name: '采纳' }).first().click();
  await expect(suggestions).not.toContainText('尽快首次联系');
  await expect(staff.getByRole('tab', { name: /任务\s*1/ })).toBeVisible();
});

test('a customer is deleted after a question and restored', async ({ staff, mark }) => {
  const customer = await open(staff, `删除${mark}`);
  await staff.getByRole('button', { name: '更多操作', exact: true }).click();
  await staff.getByRole('menuitem', { name: '删除客户' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(staff).toHaveURL(/\/customers$/);
  await staff.goto(`/customers/${customer.id}`);
  await staff.getByRole('button', { name: '恢复' }).click();
  await expect(staff.getByText('该客户已于')).toBeHidden();
});

test('J and K step through the list one came from', async ({ staff }) => {
  await staff.goto('/customers?sort=-created');
  await expect(staff.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  const names = await staff.getByRole('row').locator('.customer-name').allTextContents();
  await staff
    .getByRole('link', { name: names[1] ?? '' })
    .first()
    .click({ modifiers: [] });
  await staff
    .getByRole('button', { name: /打开完整|Shift/ })
    .first()
    .click();
  await expect(staff.getByRole('heading', { level: 1, name: names[1] ?? '' })).toBeVisible();
  await staff.keyboard.press('j');
  await expect(staff.getByRole('heading', { level: 1 })).toHaveText(names[2] ?? '');
  await staff.keyboard.press('k');
  await expect(staff.getByRole('heading', { level: 1 })).toHaveText(names[1] ?? '');
});

test('what a colleague does appears by itself', async ({ staff, mark }) => {
  const customer = await open(staff, `实时${mark}`);
  await send(staff, 'POST', `/customers/${customer.id}/notes`, { kind: 'note', text: `来自同事 ${mark}` });
  await expect(entry(staff, `来自同事 ${mark}`)).toBeVisible();
});

test('a customer nobody knows says so', async ({ staff }) => {
  await staff.goto('/customers/01900000-0000-7000-8000-000000000000');
  await expect(staff.getByRole('alert')).toContainText('记录不存在');
});

for (const theme of ['light', 'dark'] as const) {
  test(`the profile is accessible in the ${theme} theme`, async ({ staff, mark }) => {
    test.slow();
    await useTheme(staff, theme);
    await open(staff, `无障碍${mark}`, {
      phones: [freshPhone()],
      note: '第一条记录',
      vehicle: { brand: '大众', series: '帕萨特', plate: `沪A${mark.slice(0, 5).toUpperCase().replace(/[IO]/g, '0')}` },
    });
    await expect(entry(staff, '第一条记录')).toBeVisible();
    await expectAccessible(staff);
    for (const tab of ['车辆', '任务', '资料', '消息']) {
      await staff.getByRole('tab', { name: new RegExp(tab) }).click();
      await expectAccessible(staff);
    }
  });
}
