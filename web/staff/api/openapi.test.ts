// Reading the list of endpoints out of an OpenAPI document.
import { expect, test } from 'vitest';
import { byTag, endpointsOf, foundBy, type OpenApi } from './openapi';

const DOCUMENT: OpenApi = {
  info: { title: 'Roadbook', version: '1' },
  tags: [{ name: 'tasks' }, { name: 'customers' }],
  paths: {
    '/api/v1/customers': {
      get: { tags: ['customers'], summary: 'List customers.' },
      post: { tags: ['customers'], description: 'Add a customer.\n\nMore about it.' },
    },
    '/api/v1/tasks/{id}': { get: { tags: ['tasks'], summary: 'Read a task.' } },
    '/healthz': { get: {} },
  },
};

test('every method of a path is an endpoint, with the first line of its words', () => {
  const endpoints = endpointsOf(DOCUMENT);
  expect(endpoints.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'get /api/v1/customers',
    'post /api/v1/customers',
    'get /api/v1/tasks/{id}',
    'get /healthz',
  ]);
  expect(endpoints[1]?.summary).toBe('Add a customer.');
});

test('a search takes all words, of path and purpose alike', () => {
  const endpoints = endpointsOf(DOCUMENT);
  expect(foundBy(endpoints, 'post customer').length).toBe(1);
  expect(foundBy(endpoints, 'boat')).toEqual([]);
});

test('tags come in the order of the document', () => {
  expect(byTag(endpointsOf(DOCUMENT), DOCUMENT).map(([tag]) => tag)).toEqual(['tasks', 'customers', 'server']);
});
