// Assignment of leads: a rule is written, tried, obeyed and put elsewhere; hours, limits, and the board of answers.
import { expect, expectAccessible, send, signIn, test } from './roadbook';

interface Took {
  id: string;
  consultant: { name: string } | null;
}

interface Rules {
  items: { id: string; title: string }[];
}

test('a rule is written, tried, and gives the next lead', async ({ staff, mark }) => {
  const { stores } = await send<{ stores: { id: string }[] }>(staff, 'GET', '/session');
  const title = `规则${mark}`;
  await staff.goto('/leads');
  await staff.getByRole('link', { name: '分配与时效' }).click();
  await staff.getByRole('link', { name: '分配规则' }).click();
  await staff.getByRole('button', { name: '新增规则' }).click();
  const form = staff.getByRole('dialog', { name: '新增规则' });
  await form.getByLabel('规则名称').fill(title);
  await form.getByLabel('车系').fill(mark);
  await staff.keyboard.press('Enter');
  await form.getByRole('button', { name: '添加同事' }).click();
  await form.getByRole('combobox', { name: '同事' }).click();
  await staff.keyboard.press('Enter');
  await expect(staff.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')).toHaveCount(0);
  await expectAccessible(staff);
  await form.getByRole('button', { name: '保存' }).click();
  const line = staff.getByRole('listitem').filter({ hasText: title }).first();
  await expect(line.getByText(`当 ${mark}`)).toBeVisible();
  const trial = staff.getByRole('region', { name: '试一试' });
  await trial.getByRole('textbox', { name: '车系' }).fill(mark);
  await expect(trial.getByRole('status')).toContainText(`按规则“${title}”`);
  const enquiry = { name: title, phone: phoneOf(mark), channel: 'event', series: mark, store_id: stores[0]?.id };
  const taken = await send<Took>(staff, 'POST', '/leads', enquiry);
  await staff.goto(`/leads?view=all&open=${taken.id}`);
  await expect(staff.getByRole('dialog').getByText(title).last()).toBeVisible();
  const rules = await send<Rules>(staff, 'GET', `/assignment-rules?store=${stores[0]?.id}`);
  const made = rules.items.find((one) => one.title === title);
  await send(staff, 'DELETE', `/assignment-rules/${made?.id}`);
});

test('a rule is moved up, and taken out', async ({ staff, mark }) => {
  const { stores } = await send<{ stores: { id: string }[] }>(staff, 'GET', '/session');
  const title = `顺序${mark}`;
  const of = (name: string) => ({ title: name, store_id: stores[0]?.id, conditions: { series: [mark] } });
  const before = await send<{ id: string }>(staff, 'POST', '/assignment-rules', of(`在前${mark}`));
  await send(staff, 'POST', '/assignment-rules', of(title));
  await staff.goto('/leads/assignment?tab=rules');
  await staff.getByRole('button', { name: `上移“${title}”` }).click();
  await expect(staff.getByText('顺序已保存')).toBeVisible();
  await staff.getByRole('button', { name: `删除规则“${title}”` }).click();
  await staff
    .getByRole('tooltip')
    .getByRole('button', { name: /确\s*定/ })
    .click();
  await expect(staff.getByText('规则已删除')).toBeVisible();
  const left = await send<Rules>(staff, 'GET', `/assignment-rules?store=${stores[0]?.id}`);
  expect(left.items.map((one) => one.title)).not.toContain(title);
  await send(staff, 'DELETE', `/assignment-rules/${before.id}`);
});

test('the limits of a store are set, and the board tells of both clocks', async ({ staff }) => {
  await staff.goto('/leads/assignment');
  await expect(staff.getByText('自然时间及时率').first()).toBeVisible();
  await staff.getByRole('link', { name: '时限与升级' }).click();
  const minutes = staff.getByLabel('首联时限', { exact: true });
  const before = await minutes.inputValue();
  await minutes.fill('25');
  await staff.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByText('已保存')).toBeVisible();
  await expect(staff.getByText(/修改/).first()).toBeVisible();
  await staff.getByLabel('首联时限', { exact: true }).fill(before);
  await staff.getByRole('button', { name: '保存' }).click();
});

test('a consultant takes no leads today, and takes them again', async ({ page }) => {
  await signIn(page, ({ role }) => role === 'sales_consultant');
  await page.goto('/leads');
  const taking = page.getByRole('switch', { name: '今天接线索' });
  await taking.click();
  await expect(page.getByText('今天不再按规则分配线索给您')).toBeVisible();
  await expect(taking).not.toBeChecked();
  await taking.click();
  await expect(page.getByText('已恢复接线索')).toBeVisible();
  await page.goto('/leads/assignment?tab=rules');
  await expect(page.getByRole('link', { name: '首联时效' })).toBeVisible();
  await expect(page.getByRole('link', { name: '分配规则' })).toBeHidden();
});

function phoneOf(mark: string): string {
  const digits = [...mark].map((letter) => letter.charCodeAt(0) % 10).join('');
  return `137${digits.padEnd(8, '0').slice(0, 5)}${String(Date.now() % 1000).padStart(3, '0')}`;
}
