// The way every test of imports begins.
import { expect, type Page } from '@playwright/test';

/** Uploads a text file and waits for what was recognised. */
export async function upload(
  page: Page,
  mark: string,
  rows: string[],
  head = '姓名,手机号,性别,城市,备注',
): Promise<void> {
  const text = [head, ...rows].join('\n');
  await page.goto('/imports/new');
  await page.getByLabel('文件', { exact: true }).setInputFiles({
    name: `客户${mark}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(text, 'utf8'),
  });
  await page.getByRole('button', { name: '上传并识别' }).click();
  await expect(page.getByRole('heading', { name: '识别结果' })).toBeVisible();
}
