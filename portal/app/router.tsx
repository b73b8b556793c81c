import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Shell } from './shell';
import { NotFound } from './not-found';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const page = <P extends string>(path: P, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({ getParentRoute: () => root, path, validateSearch: (search: Record<string, unknown>) => search as Record<string, string | number | boolean | undefined>, component: lazyRouteComponent(load as never, name) });

/** The frame leads on to where the day of whoever is signed in begins. */
const home = createRoute({ getParentRoute: () => root, path: '/', component: () => null });

/** Every page is a part of its own that is fetched when it is first opened: slow links carry only what is needed. */
const routes = [
  home,
  page('/sign-in', () => import('../sign-in/sign-in'), 'SignInPage'),
  page('/work', () => import('../work/my-work'), 'MyWorkPage'),
  page('/reception', () => import('../reception/reception'), 'ReceptionPage'),
  page('/dossiers', () => import('../dossier/search'), 'DossierSearchPage'),
  page('/dossiers/$reference', () => import('../dossier/dossier'), 'DossierPage'),
  page('/dossiers/$reference/receipt', () => import('../reception/receipt'), 'ReceiptPage'),
  page('/dossiers/$reference/papers', () => import('../papers/papers'), 'PapersPage'),
  page('/supervision', () => import('../supervision/supervision'), 'SupervisionPage'),
  page('/procedures', () => import('../procedures/procedures'), 'ProceduresPage'),
  page('/procedures/$code', () => import('../procedures/procedure'), 'ProcedurePage'),
  page('/agencies', () => import('../procedures/agencies'), 'AgenciesPage'),
  page('/calendar', () => import('../procedures/calendar'), 'CalendarPage'),
  page('/people', () => import('../procedures/people'), 'PeoplePage'),
  page('/confirmations', () => import('../procedures/confirmations'), 'ConfirmationsPage'),
  page('/operations', () => import('../operations/operations'), 'OperationsPage'),
  page('/when-ready', () => import('../public/when-ready'), 'WhenReadyPage'),
  page('/public-statistics', () => import('../public/statistics'), 'PublicStatisticsPage'),
  page('/training', () => import('../training/training'), 'TrainingPage'),
] as const;

export const router = createRouter({ routeTree: root.addChildren([...routes]), defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
