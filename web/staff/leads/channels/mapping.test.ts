import { expect, test } from 'vitest';
import type { ConnectorMapping } from '../../../shared/api/types';
import { linesOf, mappingOf, valuesOf, wordsOf } from './mapping';
import { snippetOf } from './snippet';

test('a mapping comes out of the editor as it went in', () => {
  const mapping: ConnectorMapping = {
    each: 'adf.prospect',
    fields: [
      { field: 'name', from: 'a | b', values: {} },
      { field: 'gender', from: 'sex', values: { '1': 'male', '2': 'female' } },
    ],
  };
  expect(mappingOf(linesOf(mapping), 'adf.prospect')).toEqual(mapping);
  expect(mappingOf(linesOf({ each: null, fields: [] }), ' ')).toEqual({ each: null, fields: [] });
});

test('words are pairs, and what is none is left out', () => {
  expect(valuesOf('1=male；2 = female;x;=y;z=')).toEqual({ '1': 'male', '2': 'female' });
  expect(wordsOf({ '1': 'male', '2': 'female' })).toBe('1=male; 2=female');
});

test('the form for a website sends to the address with its two guards', () => {
  const words = { name: '姓名', phone: '电话', series: '车系', comment: '留言', send: '提交' };
  const snippet = snippetOf('https://crm.example/api/v1/intake/x', words);
  expect(snippet).toContain('action="https://crm.example/api/v1/intake/x"');
  expect(snippet).toContain('name="website_url"');
  expect(snippet).toContain('name="filled_seconds"');
});
