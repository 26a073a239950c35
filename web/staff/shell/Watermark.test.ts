import { expect, test } from 'vitest';
import { showsPeople } from './Watermark';

test('pages about people are marked and those about the house are not', () => {
  for (const path of [
    '/',
    '/customers',
    '/customers/1',
    '/privacy',
    '/privacy/requests/1',
    '/messages',
    '/settingsx',
  ]) {
    expect(showsPeople(path), path).toBe(true);
  }
  for (const path of ['/settings', '/settings/roles', '/developers', '/privacy/policies']) {
    expect(showsPeople(path), path).toBe(false);
  }
});
