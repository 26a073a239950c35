// Cars: the list, registering one with its VIN, and the page of one with its people, plates, odometer and facts.
import type { Page } from '@playwright/test';
import { addCustomer, expect, expectAccessible, send, test, useTheme } from './roadbook';
import { textOfWorkbook } from './workbook';

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** A plate of Shanghai nobody else has. */
function freshPlate(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
  const any = () => letters[Math.floor(Math.random() * letters.length)];
  return `沪${'ABCDEFGHJKLMN'[Math.floor(Math.random() * 13)]}${any()}${any()}${any()}${any()}5`;
}

function painted(plate: string): string {
  return `${plate.slice(0, 2)}·${plate.slice(2)}`;
}

/** A VIN with the right check digit (GB 16735), or with a wrong one. */
function freshVin(isRight: boolean): string {
  const values: Record<string, number> = Object.fromEntries([...'0123456789'].map((digit) => [digit, Number(digit)]));
  for (const [letters, from] of [
    ['ABCDEFGH', 1],
    ['JKLMN', 1],
    ['P', 7],
    ['R', 9],
    ['STUVWXYZ', 2],
  ] as const)
    for (const [index, letter] of [...letters].entries()) values[letter] = from + index;
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const serial = String(Math.floor(Math.random() * 1e6)).padStart(6, '0');
  const letters = [...`LSVFA49J0P2${serial}`];
  const sum = letters.reduce((total, letter, index) => total + (values[letter] ?? 0) * (weights[index] ?? 0), 0);
  const check = sum % 11 === 10 ? 'X' : String(sum % 11);
  letters[8] = isRight ? check : check === '1' ? '2' : '1';
  return letters.join('');
}

async function addVehicle(page: Page, mark: string, more: object = {}) {
  const owner = await addCustomer(page, `车主${mark}`);
  const body = { brand: '大众', series: `帕萨特${mark}`, plate: freshPlate(), owner_id: owner.id, ...more };
  const { stores } = await send<{ stores: { id: string }[] }>(page, 'GET', '/session');
  const vehicle = await send<{ id: string }>(page, 'POST', '/vehicles', { store_id: stores[0]?.id, ...body });
  return { ...vehicle, owner, plate: body.plate };
}

test('the list of cars goes into an Excel file with the columns shown', async ({ staff, mark }) => {
  test.setTimeout(60_000);
  const plate = freshPlate();
  await addCustomer(staff, `车主${mark}`, { vehicle: { brand: '大众', series: '帕萨特', plate } });
  await staff.goto(`/vehicles?q=${encodeURIComponent(plate)}`);
  await expect(staff.getByText('1 台车')).toBeVisible();
  await staff.getByRole('button', { name: '导出' }).click();
  const form = staff.getByRole('dialog', { name: '导出车辆' });
  const download = staff.waitForEvent('download');
  await form.getByRole('button', { name: '开始导出' }).click();
  const text = textOfWorkbook(await (await download).path());
  for (const word of ['帕萨特', `车主${mark}`, '品牌', '保险到期']) expect(text).toContain(word);
});

test('the list is searched by plate and opens the car', async ({ staff, mark }) => {
  const { plate } = await addVehicle(staff, mark);
  await staff.goto('/vehicles');
  await staff.getByRole('searchbox').fill(plate);
  const row = staff.getByRole('row').filter({ hasText: `帕萨特${mark}` });
  await expect(row).toContainText(painted(plate));
  await row.getByRole('link', { name: `大众 帕萨特${mark}` }).click();
  await expect(staff.getByRole('heading', { level: 1, name: `大众 帕萨特${mark}` })).toBeVisible();
});

test('a filter narrows the cars and stands in the address', async ({ staff }) => {
  await staff.goto('/vehicles?filter=energy:any_of:electric');
  await expect(staff.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await expect(staff.getByRole('row').filter({ hasText: '汽油' })).toHaveCount(0);
  await staff.getByRole('button', { name: /移除筛选/ }).click();
  await expect(staff).not.toHaveURL(/filter=/);
});

test('a VIN is read as it is typed, and a wrong check digit must be confirmed', async ({ staff, mark }) => {
  await staff.goto('/vehicles?new=true');
  const form = staff.getByRole('dialog');
  await form.getByLabel('VIN').fill(freshVin(true));
  await expect(form.getByText(/上汽大众.*校验位正确/)).toBeVisible();
  await form.getByLabel('VIN').fill(freshVin(false));
  await expect(form.getByText(/校验位不符，应为/)).toBeVisible();
  await form.getByLabel('品牌').fill('大众');
  await form.getByLabel('车系').fill(`途观${mark}`);
  await expect(form.getByRole('button', { name: '登记' })).toBeDisabled();
  await form.getByRole('checkbox', { name: /已核对行驶证/ }).check();
  await form.getByRole('button', { name: '登记' }).click();
  await expect(staff.getByRole('heading', { level: 1, name: `大众 途观${mark}` })).toBeVisible();
  await expect(staff.getByText(/校验位不符，应为/)).toBeVisible();
});

test('a task made on the page of a car is about the car and its owner', async ({ staff, mark }) => {
  const { id, owner } = await addVehicle(staff, mark);
  await staff.goto(`/vehicles/${id}`);
  await staff.getByRole('button', { name: '更多操作' }).click();
  await staff.getByRole('menuitem', { name: '新建任务' }).click();
  const form = staff.getByRole('dialog', { name: '新建任务' });
  await expect(form).toContainText(`大众 帕萨特${mark}`);
  await form.getByLabel('标题').fill(`取车${mark}`);
  await form.getByRole('button', { name: '创建任务' }).click();
  await expect(section(staff, '待办任务')).toContainText(`取车${mark}`);
  await staff.goto(`/customers/${owner.id}?tab=tasks`);
  await expect(staff.getByRole('article').filter({ hasText: `取车${mark}` })).toContainText(`帕萨特${mark}`);
});

test('a car is registered from the page of its owner', async ({ staff, mark }) => {
  const owner = await addCustomer(staff, `买车${mark}`);
  await staff.goto(`/customers/${owner.id}`);
  await staff.getByRole('button', { name: '登记车辆' }).click();
  const form = staff.getByRole('dialog');
  await form.getByLabel('品牌').fill('比亚迪');
  await form.getByLabel('车系').fill(`汉${mark}`);
  await form.getByRole('button', { name: '登记', exact: true }).click();
  await expect(section(staff, '车辆').getByText(`比亚迪 汉${mark}`)).toBeVisible();
});

test('the odometer is read and drawn', async ({ staff, mark }) => {
  const { id } = await addVehicle(staff, mark, { mileage_km: 1200 });
  await staff.goto(`/vehicles/${id}`);
  const card = section(staff, '里程');
  await expect(card).toContainText('1,200 km');
  await staff.getByRole('button', { name: '录入里程' }).click();
  await staff.getByRole('dialog').getByLabel('里程').fill('5300');
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(card).toContainText('5,300 km');
  await expect(card.getByRole('img', { name: /里程曲线/ })).toBeVisible();
  await expect(section(staff, '动态')).toContainText('里程 5,300 km');
});

test('a plate is changed and the old one remembered', async ({ staff, mark }) => {
  const { id, plate } = await addVehicle(staff, mark);
  const next = freshPlate();
  await staff.goto(`/vehicles/${id}`);
  const plates = section(staff, '车牌记录');
  await plates.getByRole('button', { name: '更换车牌' }).click();
  await staff.getByLabel('新车牌').fill(next);
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(plates).toContainText(painted(next));
  await expect(plates).toContainText(painted(plate));
  await expect(section(staff, '动态')).toContainText('更换车牌');
});

test('a plate that is no longer on the car ends on a day and stays in the history', async ({ staff, mark }) => {
  const { id, plate } = await addVehicle(staff, mark);
  await staff.goto(`/vehicles/${id}`);
  const plates = section(staff, '车牌记录');
  await plates.getByText(painted(plate)).hover();
  await plates.getByRole('button', { name: '车牌已不在这辆车上' }).click();
  const form = staff.getByRole('dialog', { name: '车牌已不在这辆车上' });
  await expect(form.getByLabel('最后一天')).toBeVisible();
  await expectAccessible(staff);
  await form.getByRole('button', { name: '截止' }).click();
  await expect(plates.getByRole('button', { name: '车牌已不在这辆车上' })).toHaveCount(0);
  await expect(plates).toContainText(painted(plate));
  const { plate: now } = await send<{ plate: unknown }>(staff, 'GET', `/vehicles/${id}`);
  expect(now).toBeNull();
});

test('a driver is added and their time with the car ended', async ({ staff, mark }) => {
  const { id } = await addVehicle(staff, mark);
  await addCustomer(staff, `司机${mark}`);
  await staff.goto(`/vehicles/${id}`);
  const people = section(staff, '使用人');
  await people.getByRole('button', { name: '添加使用人' }).click();
  await staff.getByRole('dialog').getByRole('combobox').first().fill(`司机${mark}`);
  await staff.locator('.ant-select-item-option', { hasText: `司机${mark}` }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(people.getByRole('link', { name: `司机${mark}` })).toBeVisible();
  await people.getByText(`司机${mark}`).hover();
  await people.getByRole('button', { name: `结束与 司机${mark} 的关系` }).click();
  await staff.getByRole('dialog').getByRole('button', { name: '结束关系' }).click();
  await expect(people.getByRole('button', { name: `结束与 司机${mark} 的关系` })).toBeHidden();
});

test('facts and condition of a car are edited where they stand', async ({ staff, mark }) => {
  const { id } = await addVehicle(staff, mark);
  await staff.goto(`/vehicles/${id}`);
  await staff.getByRole('button', { name: '编辑颜色' }).click();
  await staff.getByRole('textbox', { name: '颜色' }).fill('曜石黑');
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('button', { name: '编辑颜色' })).toHaveText('曜石黑');
  await staff.getByRole('button', { name: '编辑轮胎' }).click();
  await staff.getByRole('spinbutton', { name: '轮胎' }).fill('38');
  await staff.keyboard.press('Enter');
  await expect(staff.getByRole('meter', { name: '轮胎' })).toHaveAttribute('aria-valuenow', '38');
});

test('the clocks of a car run from its day of sale, and a promise of the maker joins them', async ({ staff, mark }) => {
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 864e5).toISOString().slice(0, 10);
  const brand = `厂牌${mark}`;
  const { id } = await addVehicle(staff, mark, { brand, purchased_on: day(400), mileage_km: 48_500 });
  await staff.goto('/settings/warranty');
  await staff.getByRole('button', { name: '新建期限' }).click();
  const form = staff.getByRole('dialog', { name: '新建期限' });
  await form.getByLabel('品牌').fill(brand);
  await form.getByLabel('时长（月）').fill('60');
  await form.getByLabel('适用于此日起售出的车').fill('2020-01-01');
  await staff.keyboard.press('Enter');
  await form.getByLabel('依据').fill(`手册${mark}`);
  await form.getByRole('button', { name: '保存' }).click();
  await expect(staff.getByRole('row').filter({ hasText: brand })).toContainText('5 年');
  await staff.goto(`/vehicles/${id}`);
  const card = section(staff, '三包与质保');
  await expect(card.getByRole('meter', { name: '三包有效期' })).toHaveAttribute('aria-valuenow', '97');
  await expect(card).toContainText('1,500 km');
  await expect(card.getByRole('meter', { name: '整车质保（厂家）' })).toBeVisible();
  await expect(card).toContainText('7 日退换');
});

test('a fault is written down, repaired, and counted when it comes back', async ({ staff, mark }) => {
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 864e5).toISOString().slice(0, 10);
  const { id } = await addVehicle(staff, mark, { purchased_on: day(200), mileage_km: 5000 });
  for (const ago of [60, 40]) {
    const repair = { repaired_on: day(ago), days: 8 };
    const fault = { happened_on: day(ago), system: 'engine', symptom: `抖动${mark}`, repair };
    await send(staff, 'POST', `/vehicles/${id}/faults`, fault);
  }
  await staff.goto(`/vehicles/${id}`);
  const card = section(staff, '故障记录');
  await expect(card.getByRole('listitem').filter({ hasText: '同一故障修理' })).toContainText('2 / 5');
  await card.getByRole('button', { name: '记录故障' }).click();
  const form = staff.getByRole('dialog', { name: '记录故障' });
  await form.getByLabel('故障现象').fill(`抖动${mark}`);
  await form.getByLabel('故障码').fill('X1');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form.getByText(/P0300/)).toBeVisible();
  await form.getByLabel('故障码').fill('');
  await form.getByRole('button', { name: '保存' }).click();
  await card.getByRole('button', { name: `登记“抖动${mark}”的修复` }).click();
  const repair = staff.getByRole('dialog', { name: `登记“抖动${mark}”的修复` });
  await repair.getByLabel('修理占用天数').fill('5');
  await repair.getByRole('button', { name: '保存' }).click();
  await expect(card.getByRole('listitem').filter({ hasText: '同一故障修理' })).toContainText('接近退换条件');
  await expect(card.getByRole('listitem').filter({ hasText: '累计修理天数' })).toContainText('21 / 31');
  await expect(section(staff, '动态')).toContainText('故障已修复');
});

for (const theme of ['light', 'dark'] as const) {
  test(`the cars and one of them are accessible in the ${theme} theme`, async ({ staff, mark }) => {
    test.slow();
    await useTheme(staff, theme);
    const { id } = await addVehicle(staff, mark, { mileage_km: 900, vin: freshVin(true), tyre_health: 30 });
    await staff.goto('/vehicles');
    await expect(staff.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
    await expectAccessible(staff);
    await staff.goto(`/vehicles/${id}`);
    await expect(section(staff, '里程')).toBeVisible();
    await expectAccessible(staff);
    await staff.goto('/vehicles?new=true');
    await expect(staff.getByRole('dialog')).toBeVisible();
    await expectAccessible(staff);
  });
}

test('a plate on another car is told with that car, and moves when it has moved', async ({ staff, mark }) => {
  const first = await addVehicle(staff, mark);
  const second = await addVehicle(staff, `${mark}二`);
  await staff.goto(`/vehicles/${second.id}`);
  const plates = section(staff, '车牌记录');
  await plates.getByRole('button', { name: '更换车牌' }).click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByLabel('新车牌').fill(first.plate);
  await dialog.getByRole('button', { name: /保\s?存/ }).click();
  await expect(dialog.getByText(`${painted(first.plate)} 现在登记在另一辆车上`)).toBeVisible();
  await expect(dialog.getByRole('link', { name: `大众 帕萨特${mark}` })).toBeVisible();
  await expect(dialog.getByRole('button', { name: /保\s?存/ })).toBeDisabled();
  await expectAccessible(staff);
  await dialog.getByRole('checkbox', { name: '车牌已转到这辆车，在原车上截止' }).check();
  await dialog.getByRole('button', { name: /保\s?存/ }).click();
  await expect(dialog).toBeHidden();
  await expect(plates).toContainText(painted(first.plate));
  await staff.goto(`/vehicles/${first.id}`);
  await expect(section(staff, '车牌记录')).toContainText(painted(first.plate));
  await expect(staff.getByRole('heading', { name: new RegExp(`帕萨特${mark}`) }).first()).toBeVisible();
});
