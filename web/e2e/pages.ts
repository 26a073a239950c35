// Every address of the staff app, for tests that hold for all of them.
import type { Page } from '@playwright/test';
import { PRIVACY_SECTIONS } from '../staff/privacy/sections';
import { SECTIONS } from '../staff/settings/sections';
import { send } from './roadbook';

/** The pages are walked in three tests, so that none takes long. */
export const THIRDS = ['first third', 'second third', 'last third'] as const;

interface Listed {
  items: { id: string }[];
}

/** Every third page, the records among them taken from the demo world. */
export async function everyPage(page: Page, third: (typeof THIRDS)[number]): Promise<{ name: string; path: string }[]> {
  const first = async (path: string) => (await send<Listed>(page, 'GET', path)).items[0]?.id;
  const pair = await send<Listed>(page, 'GET', '/customers?limit=2');
  const [customer, other] = pair.items.map(({ id }) => id);
  const all = [
    ...PLAIN.map((path) => ({ name: path, path })),
    { name: 'a customer', path: `/customers/${customer}` },
    { name: 'details of a customer', path: `/customers/${customer}?tab=details` },
    { name: 'a merge', path: `/customers/${customer}/merge/${other}` },
    { name: 'a car', path: `/vehicles/${await first('/vehicles')}` },
    { name: 'a recall', path: `/recalls/${await first('/recalls')}` },
    { name: 'what a colleague may do', path: `/settings/people/${await first('/staff')}` },
    { name: 'a request', path: `/privacy/requests/${await first('/person-requests?state=all')}` },
  ];
  return all.filter((_, place) => place % THIRDS.length === THIRDS.indexOf(third));
}

const PLAIN = [
  '/',
  '/customers',
  '/vehicles',
  '/recalls',
  '/tasks',
  '/tasks?view=team',
  '/tasks?view=calendar',
  '/tasks?view=all',
  '/leads',
  '/leads?view=pool',
  '/leads?view=all',
  '/leads?new=true',
  '/leads/assignment',
  '/leads/assignment?tab=rules',
  '/leads/assignment?tab=people',
  '/leads/assignment?tab=limits',
  '/leads/channels',
  '/leads/channels?view=quarantine',
  '/imports',
  '/imports?tab=background',
  '/imports/new',
  '/quality',
  '/quality?tab=audits',
  '/quality?tab=confirmations',
  '/quality?tab=changes',
  '/duplicates',
  '/messages',
  '/messages?costs=true',
  ...PRIVACY_SECTIONS.map((section) => `/privacy/${section}`),
  ...SECTIONS.map((section) => `/settings/${section}`),
  '/developers',
];
