// Tasks: the day worked off by tap and key, the team's board, the calendar, many at once.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, send, test, useTheme } from './roadbook';

interface Task {
  id: string;
  title: string;
}

const rowOf = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title });

/** A task of the person signed in, due so many hours from now. */
async function addTask(page: Page, title: string, hours: number, more: object = {}): Promise<Task> {
  const due_at = new Date(Date.now() + hours * 3_600_000).toISOString();
  const { staff } = await send<{ staff: { id: string } }>(page, 'GET', '/session');
  return send(page, 'POST', '/tasks', { title, kind: 'call', due_at, assignee_id: staff.id, ...more });
}

/** Moves the keyboard down the list until it is on the task. */
async function walkTo(page: Page, title: string): Promise<void> {
  await expect(rowOf(page, title)).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(rowOf(page, title)).toHaveAttribute('aria-current', 'true', { timeout: 60 });
  }).toPass({ intervals: [20] });
}

test('a task is completed in two taps, and that can be taken back', async ({ staff, mark }) => {
  await addTask(staff, `回访${mark}`, -2);
  await staff.goto('/tasks');
  await staff.getByRole('button', { name: `完成：回访${mark}` }).click();
  await staff.getByRole('button', { name: '已联系上' }).click();
  await expect(rowOf(staff, `回访${mark}`)).toBeHidden();
  await staff.getByRole('button', { name: '撤销' }).click();
  await expect(rowOf(staff, `回访${mark}`)).toBeVisible();
});

test('late tasks stand before those of today and later', async ({ staff, mark }) => {
  await addTask(staff, `迟到${mark}`, -30);
  await addTask(staff, `以后${mark}`, 24 * 20);
  await staff.goto('/tasks');
  await expect(staff.getByRole('region', { name: '已逾期' })).toContainText(`迟到${mark}`);
  await expect(staff.getByRole('region', { name: '以后' })).toContainText(`以后${mark}`);
});

test('the whole day can be worked by keyboard', async ({ staff, mark }) => {
  const { id } = await addTask(staff, `键盘${mark}`, -24 * 300);
  await staff.goto('/tasks');
  await walkTo(staff, `键盘${mark}`);
  await staff.keyboard.press('Enter');
  await expect(staff).toHaveURL(new RegExp(`open=${id}`));
  await staff.keyboard.press('Escape');
  await expect(staff).not.toHaveURL(/open=/);
  await staff.keyboard.press('s');
  await expect(staff.getByRole('group', { name: '推迟到' })).toBeVisible();
  await staff.getByRole('button', { name: /一周后/ }).click();
  await expect(staff.getByRole('region', { name: '已推迟' })).toContainText(`键盘${mark}`);
});

test('C and a digit complete the task one is on', async ({ staff, mark }) => {
  const { id } = await addTask(staff, `数字${mark}`, -24 * 301);
  await staff.goto('/tasks');
  await walkTo(staff, `数字${mark}`);
  await staff.keyboard.press('c');
  await expect(staff.getByRole('group', { name: '结果如何？' })).toBeVisible();
  await staff.keyboard.press('2');
  await expect(rowOf(staff, `数字${mark}`)).toBeHidden();
  await expect
    .poll(() => send<{ state: string; outcome: string }>(staff, 'GET', `/tasks/${id}`))
    .toMatchObject({ state: 'done', outcome: 'no_answer' });
});

test('a task is handed over with a note', async ({ staff, mark }) => {
  await addTask(staff, `转交${mark}`, -3);
  await staff.goto('/tasks');
  await staff.getByRole('button', { name: `转交：转交${mark}` }).click();
  const dialog = staff.getByRole('dialog', { name: '转交' });
  await dialog.getByRole('group', { name: '转交给' }).getByRole('button').first().click();
  await dialog.getByLabel('交接说明').fill('客户周末有空');
  await dialog.getByRole('button', { name: '转交', exact: true }).click();
  await expect(staff.getByText(/已转交给/)).toBeVisible();
  await expect(rowOf(staff, `转交${mark}`)).toBeHidden();
});

test('many tasks are changed at once, and the refused ones are named with the reason', async ({ staff, mark }) => {
  const [first] = await Promise.all([addTask(staff, `甲${mark}`, -1), addTask(staff, `乙${mark}`, -1)]);
  await staff.goto('/tasks');
  await staff.getByLabel(`选择：甲${mark}`).check();
  await staff.getByLabel(`选择：乙${mark}`).check();
  // A colleague is faster with one of them; the page has not heard of it yet.
  await send(staff, 'PUT', `/tasks/${first.id}/completion`, {});
  await staff.getByRole('region', { name: '已选 2 项' }).getByRole('button', { name: '取消任务' }).click();
  await expect(staff.getByText('1 项已处理')).toBeVisible();
  await expect(staff.getByRole('dialog', { name: '1 项没有处理' })).toContainText(`甲${mark}`);
});

test('a new task is for the customer chosen and appears in the list', async ({ staff, mark }) => {
  await addCustomer(staff, `客户${mark}`);
  await staff.goto('/tasks');
  await expect(staff.getByRole('heading', { name: '任务' })).toBeVisible();
  await staff.keyboard.press('n');
  const form = staff.getByRole('dialog', { name: '新建任务' });
  await form.getByLabel('标题').fill(`新任务${mark}`);
  await form.getByLabel('客户').fill(`客户${mark}`);
  await staff.locator('.ant-select-item-option', { hasText: `客户${mark}` }).click();
  await form.getByRole('button', { name: '创建任务' }).click();
  await expect(rowOf(staff, `新任务${mark}`)).toContainText(`客户${mark}`);
});

test('the team is shown by person with their load', async ({ staff }) => {
  await staff.goto('/tasks?view=team');
  const board = staff.getByRole('region', { name: '按人员查看的任务' });
  await expect(board.getByRole('meter').first()).toBeVisible();
  await expect(board.getByRole('article').first()).toBeVisible();
});

test('a task moves to the next day in the calendar', async ({ staff, mark }) => {
  const noon = new Date();
  noon.setDate(10);
  noon.setHours(12, 0, 0, 0);
  const { id } = await addTask(staff, `日历${mark}`, (noon.getTime() - Date.now()) / 3_600_000);
  await staff.goto(`/tasks?view=calendar&period=week&on=${day(noon)}`);
  await staff.getByRole('button', { name: new RegExp(`日历${mark}`) }).focus();
  await staff.keyboard.press('Alt+ArrowRight');
  await expect(staff.getByText(/已改到/).first()).toBeVisible();
  const moved = await send<{ due_at: string }>(staff, 'GET', `/tasks/${id}`);
  expect(Date.parse(moved.due_at) - noon.getTime()).toBe(86_400_000);
});

test('all tasks are filtered by state and kind in the address', async ({ staff, mark }) => {
  await addTask(staff, `筛选${mark}`, 2, { kind: 'verify' });
  await staff.goto('/tasks?view=all&scope=mine&kind=verify');
  await expect(staff.getByRole('row').filter({ hasText: `筛选${mark}` })).toBeVisible();
  await staff.goto('/tasks?view=all&scope=mine&kind=visit');
  await expect(staff.getByRole('grid').or(staff.getByText('没有符合条件的任务'))).toBeVisible();
  await expect(staff.getByRole('row').filter({ hasText: `筛选${mark}` })).toBeHidden();
});

for (const theme of ['light', 'dark'] as const) {
  test(`all views of tasks are accessible in the ${theme} theme`, async ({ staff, mark }) => {
    test.setTimeout(90_000);
    await useTheme(staff, theme);
    await addTask(staff, `可读${mark}`, -1);
    for (const view of ['day', 'team', 'calendar', 'all']) {
      await staff.goto(`/tasks?view=${view}`);
      await expect(staff.getByRole('navigation', { name: '任务视图' })).toBeVisible();
      await expect(staff.getByRole('status', { name: '加载中' })).toHaveCount(0);
      await expectAccessible(staff);
    }
  });
}

function day(date: Date): string {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

test('who is away has a stand-in, and is back at a click', async ({ staff, mark }) => {
  const { staff: me } = await send<{ staff: { id: string; name: string } }>(staff, 'GET', '/session');
  const [colleague] = (await send<{ id: string; name: string }[]>(staff, 'GET', '/staff/choices')).filter(
    (one) => one.id !== me.id,
  );
  await staff.goto('/tasks');
  await staff.getByRole('button', { name: '登记离岗' }).click();
  await staff.getByRole('combobox', { name: '谁代班' }).fill(colleague?.name ?? '');
  await staff
    .getByRole('option', { name: colleague?.name ?? '' })
    .first()
    .click();
  await staff.getByLabel('原因').fill(`培训${mark}`);
  await expectAccessible(staff);
  await staff.getByRole('button', { name: '保存' }).click();
  const line = staff.getByRole('list', { name: '离岗与代班' }).getByRole('listitem').filter({ hasText: mark });
  await expect(line).toContainText(`${me.name}将离岗，由${colleague?.name}代班`);
  await line.getByRole('button', { name: '取消' }).click();
  await expect(line).toBeHidden();
});
