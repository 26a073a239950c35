// Privacy: what customers are told, what they allow, and the books.
import { addCustomer, expect, expectAccessible, freshPhone, send, test } from './roadbook';

test('a policy is written, published and read by anybody', async ({ staff, mark, browser }) => {
  await staff.goto('/privacy/policies');
  await staff.getByRole('button', { name: '新建文本' }).click();
  await staff.getByLabel('名称').fill(`营销同意书 ${mark}`);
  await staff.getByRole('button', { name: '保存' }).click();
  await staff.getByRole('button', { name: `营销同意书 ${mark}` }).click();
  const drawer = staff.getByRole('dialog');
  await drawer.getByLabel('标题', { exact: true }).fill('营销同意书');
  await drawer.getByLabel('正文', { exact: true }).fill(`# 我们做什么\n${mark} 会给您发优惠短信`);
  await drawer.getByRole('button', { name: '发布', exact: true }).click();
  await staff.getByRole('dialog', { name: '发布这一版本？' }).getByRole('button', { name: '发布' }).click();
  const link = drawer.getByRole('link', { name: '公开页面' });
  await expect(link).toBeVisible();
  const anybody = await browser.newContext({ locale: 'zh-CN' });
  const page = await anybody.newPage();
  await page.goto(new URL((await link.getAttribute('href'))!, staff.url()).toString());
  await expect(page.getByRole('heading', { name: '我们做什么' })).toBeVisible();
  await expect(page.getByText(`${mark} 会给您发优惠短信`)).toBeVisible();
  await expectAccessible(page);
  await anybody.close();
});

test('a consent is recorded and taken back on the profile', async ({ staff, mark }) => {
  const customer = await addCustomer(staff, `同意${mark}`);
  await staff.goto(`/customers/${customer.id}`);
  const card = staff.getByRole('region', { name: '同意与授权' });
  await card.getByRole('button', { name: /^营销推广，短信/ }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click();
  await expect(card.getByRole('button', { name: /^营销推广，短信：已同意/ })).toBeVisible();
  await card.getByRole('button', { name: /^营销推广，短信/ }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click();
  await expect(card.getByRole('button', { name: /^营销推广，短信：已撤回/ })).toBeVisible();
  await card.getByRole('button', { name: '全部答复记录' }).click();
  await expect(staff.getByRole('table', { name: '全部答复记录' }).getByRole('row')).toHaveCount(3);
});

test('a processor is added to its book', async ({ staff, mark }) => {
  await staff.goto('/privacy/processors');
  await staff.getByRole('button', { name: '登记受托方' }).first().click();
  const drawer = staff.getByRole('dialog');
  await drawer.getByLabel('名称').fill(`短信平台 ${mark}`);
  await drawer.getByLabel('提供的服务').fill('短信');
  await drawer.getByLabel('处理目的').fill('发送验证码');
  await drawer.getByLabel('个人信息种类').click();
  await staff.locator('.ant-select-dropdown').getByText('联系方式', { exact: true }).click();
  await drawer.getByLabel('合同编号').fill('HT-2026-018');
  await drawer.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByRole('button', { name: `短信平台 ${mark}` })).toBeVisible();
  await expectAccessible(staff);
});

test('the people an incident affects are told, and the book says so', async ({ staff, mark }) => {
  const name = `事件${mark}`;
  await addCustomer(staff, `受影响${mark}`, { phones: [freshPhone()] });
  await send(staff, 'POST', '/book-entries', {
    page: {
      book: 'incidents',
      name,
      happened_at: null,
      found_at: '2026-01-02T02:00:00Z',
      kinds: ['identity', 'contact'],
      cause: 'U 盘遗失',
      harm: '可能收到骚扰电话',
      measures: '已远程锁定',
      contact: '400-000-0000',
      affected: [`name:contains:受影响${mark}`],
      authority_told_at: null,
      persons_told_at: null,
      why_not_told: null,
    },
  });
  await staff.goto('/privacy/incidents');
  await staff.getByRole('button', { name: new RegExp(name) }).click();
  await staff.getByRole('button', { name: '告知受影响的人' }).click();
  const dialog = staff.getByRole('dialog', { name: '告知受影响的人' });
  await expect(dialog.getByLabel('可能造成的危害')).toHaveValue('可能收到骚扰电话');
  await dialog.getByRole('button', { name: '开始告知' }).click();
  await expect(staff.getByText(/已告知：发送/)).toBeVisible({ timeout: 60_000 });
});
