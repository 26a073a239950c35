// Every address of the staff app, with the search parameters it understands.
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Problem } from '../shared/client';
import { readProfileSearch } from './customers/profile/search';
import { readCustomerSearch } from './customers/search';
import { readDuplicateSearch } from './duplicates/search';
import { readImportSearch } from './imports/steps';
import { readAssignmentSearch } from './leads/assignment/search';
import { readChannelSearch } from './leads/channels/search';
import { readLeadSearch } from './leads/search';
import { readMessageSearch } from './messages/search';
import { PRIVACY_SECTIONS } from './privacy/sections';
import { readQualitySearch } from './quality/search';
import { queryClient, whenSessionEnds } from './queryClient';
import { readRecallSearch, readRecallsSearch } from './recalls/search';
import { sessionQuery } from './session/session';
import { ErrorPage } from './shell/ErrorPage';
import { NotFoundPage } from './shell/NotFoundPage';
import { PendingPage, PendingShell } from './shell/PendingPage';
import { Shell } from './shell/Shell';
import { oneOf, parseSearch, stringifySearch, text } from './shell/search';
import { readTaskSearch } from './tasks/search';
import { readVehicleSearch } from './vehicles/search';

const root = createRootRouteWithContext<{ client: typeof queryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string; problem?: string; step?: 'code' | 'enrolment' } => ({
    to: text(search.to),
    problem: text(search.problem),
    step: oneOf(search.step, ['code', 'enrolment']),
  }),
  component: lazyRouteComponent(() => import('./session/SignInPage'), 'SignInPage'),
});

/** What customers read about their data: anybody may. */
const publicPolicy = createRoute({
  getParentRoute: () => root,
  path: '/policies/$id',
  component: lazyRouteComponent(() => import('./privacy/policies/PublicPolicyPage'), 'PublicPolicyPage'),
});

/** What customers answer when asked whether their record is right: anybody who holds the link may. */
const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm/$token',
  component: lazyRouteComponent(() => import('./quality/ConfirmPage'), 'ConfirmPage'),
});

/** Everything that needs a person signed in, inside the shell. */
const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(sessionQuery);
    } catch (failure) {
      const isSignedOut = failure instanceof Problem && failure.status === 401;
      if (isSignedOut) throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true });
      throw failure;
    }
  },
  component: Shell,
  pendingComponent: PendingShell,
  errorComponent: ErrorPage,
});

const start = createRoute({
  getParentRoute: () => staff,
  path: '/',
  beforeLoad: ({ context }) => {
    const session = context.client.getQueryData(sessionQuery.queryKey);
    if (!session?.permissions.includes('see_home')) throw redirect({ to: '/customers', replace: true });
  },
  component: lazyRouteComponent(() => import('./home/HomePage'), 'HomePage'),
});

const customers = createRoute({
  getParentRoute: () => staff,
  path: '/customers',
  validateSearch: readCustomerSearch,
  component: lazyRouteComponent(() => import('./customers/CustomersPage'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => staff,
  path: '/customers/$id',
  validateSearch: readProfileSearch,
  component: lazyRouteComponent(() => import('./customers/profile/ProfilePage'), 'ProfilePage'),
});

const merge = createRoute({
  getParentRoute: () => staff,
  path: '/customers/$id/merge/$other',
  // From a pair neither comes first: the side that is proposed is kept.
  validateSearch: ({ pair }): { pair?: true } => (pair ? { pair: true } : {}),
  component: lazyRouteComponent(() => import('./customers/merge/MergePage'), 'MergePage'),
});

const vehicles = createRoute({
  getParentRoute: () => staff,
  path: '/vehicles',
  validateSearch: readVehicleSearch,
  component: lazyRouteComponent(() => import('./vehicles/VehiclesPage'), 'VehiclesPage'),
});

const vehicle = createRoute({
  getParentRoute: () => staff,
  path: '/vehicles/$id',
  component: lazyRouteComponent(() => import('./vehicles/VehiclePage'), 'VehiclePage'),
});

const vehicleMerge = createRoute({
  getParentRoute: () => staff,
  path: '/vehicles/$id/merge/$other',
  component: lazyRouteComponent(() => import('./vehicles/merge/VehicleMergePage'), 'VehicleMergePage'),
});

const recalls = createRoute({
  getParentRoute: () => staff,
  path: '/recalls',
  validateSearch: readRecallsSearch,
  component: lazyRouteComponent(() => import('./recalls/RecallsPage'), 'RecallsPage'),
});

const recall = createRoute({
  getParentRoute: () => staff,
  path: '/recalls/$id',
  validateSearch: readRecallSearch,
  component: lazyRouteComponent(() => import('./recalls/RecallPage'), 'RecallPage'),
});

const tasks = createRoute({
  getParentRoute: () => staff,
  path: '/tasks',
  validateSearch: readTaskSearch,
  component: lazyRouteComponent(() => import('./tasks/TasksPage'), 'TasksPage'),
});

const leads = createRoute({
  getParentRoute: () => staff,
  path: '/leads',
  validateSearch: readLeadSearch,
  component: lazyRouteComponent(() => import('./leads/LeadsPage'), 'LeadsPage'),
});

const assignment = createRoute({
  getParentRoute: () => staff,
  path: '/leads/assignment',
  validateSearch: readAssignmentSearch,
  component: lazyRouteComponent(() => import('./leads/assignment/AssignmentPage'), 'AssignmentPage'),
});

const leadChannels = createRoute({
  getParentRoute: () => staff,
  path: '/leads/channels',
  validateSearch: readChannelSearch,
  component: lazyRouteComponent(() => import('./leads/channels/ChannelsPage'), 'ChannelsPage'),
});

const imports = createRoute({
  getParentRoute: () => staff,
  path: '/imports',
  validateSearch: (search): { tab?: 'background' | undefined } => ({ tab: oneOf(search.tab, ['background'] as const) }),
  component: lazyRouteComponent(() => import('./imports/ImportsPage'), 'ImportsPage'),
});

const duplicates = createRoute({
  getParentRoute: () => staff,
  path: '/duplicates',
  validateSearch: readDuplicateSearch,
  component: lazyRouteComponent(() => import('./duplicates/DuplicatesPage'), 'DuplicatesPage'),
});

const newImport = createRoute({
  getParentRoute: () => staff,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./imports/NewImport'), 'NewImport'),
});

const importPage = createRoute({
  getParentRoute: () => staff,
  path: '/imports/$id',
  validateSearch: readImportSearch,
  component: lazyRouteComponent(() => import('./imports/ImportPage'), 'ImportPage'),
});

const quality = createRoute({
  getParentRoute: () => staff,
  path: '/quality',
  validateSearch: readQualitySearch,
  component: lazyRouteComponent(() => import('./quality/QualityPage'), 'QualityPage'),
});

const settings = createRoute({
  getParentRoute: () => staff,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'account' }, replace: true });
  },
});

const settingsSection = createRoute({
  getParentRoute: () => staff,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./settings/SettingsPage'), 'SettingsPage'),
});

const tagRule = createRoute({
  getParentRoute: () => staff,
  path: '/settings/tags/$id/rule',
  component: lazyRouteComponent(() => import('./settings/TagRule'), 'TagRule'),
});

const power = createRoute({
  getParentRoute: () => staff,
  path: '/settings/people/$id',
  component: lazyRouteComponent(() => import('./settings/Power'), 'Power'),
});

const messages = createRoute({
  getParentRoute: () => staff,
  path: '/messages',
  validateSearch: readMessageSearch,
  component: lazyRouteComponent(() => import('./messages/MessagesPage'), 'MessagesPage'),
});

const privacy = createRoute({
  getParentRoute: () => staff,
  path: '/privacy',
  beforeLoad: () => {
    throw redirect({ to: '/privacy/$section', params: { section: PRIVACY_SECTIONS[0] }, replace: true });
  },
});

const privacySection = createRoute({
  getParentRoute: () => staff,
  path: '/privacy/$section',
  component: lazyRouteComponent(() => import('./privacy/PrivacyPage'), 'PrivacyPage'),
});

const personRequest = createRoute({
  getParentRoute: () => staff,
  path: '/privacy/requests/$id',
  component: lazyRouteComponent(() => import('./privacy/requests/RequestPage'), 'RequestPage'),
});

const developers = createRoute({
  getParentRoute: () => staff,
  path: '/developers',
  validateSearch: (search): { q?: string | undefined } => ({ q: text(search.q) }),
  component: lazyRouteComponent(() => import('./api/ApiPage'), 'ApiPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    publicPolicy,
    confirm,
    staff.addChildren([
      start,
      customers,
      customer,
      merge,
      vehicleMerge,
      vehicles,
      vehicle,
      recalls,
      recall,
      tasks,
      leads,
      assignment,
      leadChannels,
      imports,
      duplicates,
      newImport,
      importPage,
      quality,
      settings,
      settingsSection,
      tagRule,
      power,
      messages,
      privacy,
      privacySection,
      personRequest,
      developers,
    ]),
  ]),
  context: { client: queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 400,
  defaultPendingComponent: PendingPage,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
});

whenSessionEnds(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in') return;
  queryClient.removeQueries({ queryKey: ['session'] });
  void router.navigate({ to: '/sign-in', search: { to: href }, replace: true });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
