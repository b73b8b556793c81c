import type { FastifyRequest } from 'fastify';
import { dossierByIdOrCode } from '../db/reads/dossier-by-id-or-code';
import type { AccessAction } from '../domain/access';
import { accessOf, writeAccess } from './authenticate';
import type { ApiContext } from './context';

/** What the access log has of a route. Refusals are written down of every route, sign-ins and failed ones of theirs. */
export type Logged =
  /** Each request that is admitted, before it is answered. */
  | { readonly each: AccessAction }
  /** The route itself writes it, with what it knows: which dossiers, what was changed. */
  | { readonly itself: AccessAction | 'sign-in' | 'sign-out' }
  /** Nothing, and why not. */
  | { readonly nothing: string };

const each = (action: AccessAction): Logged => ({ each: action });
const itself = (action: AccessAction): Logged => ({ itself: action });
const nothing = (because: string): Logged => ({ nothing: because });

const PUBLISHED = nothing('published for everybody');
const OWN = nothing("the caller's own, and nobody else's");
const COUNTS = nothing('counts alone, nobody by name');
const CODES = nothing('codes and dates of work; with names it is written down, and so is each dossier that is opened');
const IN_THE_LOG = nothing("the act's event says who did it, and by whose hand; a refused one is written down");
const CALCULATES = nothing('computes from what is given, and reads nothing of anybody');
const ADMINISTERED = itself('administration');
const NAMES = itself('read-personal-data');

/** Every route. One that is not here does not start (`loggedOf`), so that whoever adds one decides. */
export const LOGGED: Readonly<Record<string, Logged>> = {
  'GET /v1/identity': PUBLISHED,
  'POST /v1/session': itself('sign-in'),
  'GET /v1/session': OWN,
  'DELETE /v1/session': itself('sign-out'),
  'POST /v1/session/key/begin': nothing('nobody is known yet'),
  'POST /v1/session/key': itself('sign-in'),
  'POST /v1/session/second-factor': itself('sign-in'),
  'POST /v1/session/second-factor/key/begin': OWN,
  'POST /v1/session/second-factor/key': itself('sign-in'),
  'GET /v1/session/second-factors': OWN,
  'DELETE /v1/session/second-factors/:factor': ADMINISTERED,
  'POST /v1/session/second-factors/code-app': OWN,
  'POST /v1/session/second-factors/code-app/:factor/confirm': ADMINISTERED,
  'POST /v1/session/second-factors/key/begin': OWN,
  'POST /v1/session/second-factors/key': ADMINISTERED,
  'POST /v1/session/recovery-codes': ADMINISTERED,
  'GET /v1/session/open': OWN,
  'DELETE /v1/session/open/:session': itself('sign-out'),
  'GET /v1/session/notices': OWN,
  'POST /v1/session/notices/read': OWN,
  'PUT /v1/session/password': ADMINISTERED,
  'GET /v1/session/contact': OWN,
  'PUT /v1/session/contact': ADMINISTERED,
  'POST /v1/oauth/token': nothing('a machine proves itself every few minutes; a wrong secret is written down'),
  'GET /v1/oidc/login': nothing('nobody is known yet'),
  'GET /v1/oidc/callback': itself('sign-in'),

  'POST /v1/dossiers': IN_THE_LOG,
  'GET /v1/dossiers': { itself: 'search' },
  'GET /v1/dossiers/:reference': NAMES,
  'GET /v1/dossiers/:reference/history': itself('read-records'),
  'GET /v1/dossiers/:reference/timeline': each('read-records'),
  'GET /v1/dossiers/:reference/clock': each('read-records'),
  'GET /v1/dossiers/:reference/duplicates': each('search'),
  'GET /v1/dossiers/:reference/receipt': NAMES,
  'POST /v1/dossiers/:reference/receipt/prints': NAMES,
  'GET /v1/dossiers/:reference/attachments': NAMES,
  'POST /v1/dossiers/:reference/attachments': IN_THE_LOG,
  'GET /v1/dossiers/:reference/attachments/:attachmentId': NAMES,
  'POST /v1/dossiers/:reference/acts/*': IN_THE_LOG,
  'GET /v1/dossiers/:reference/tasks/:taskId/people': each('read-records'),
  'PUT /v1/dossiers/:reference/tasks/:taskId/people/:person': ADMINISTERED,
  'DELETE /v1/dossiers/:reference/tasks/:taskId/people/:person': ADMINISTERED,
  'POST /v1/personal-data/export': itself('personal-data'),
  'POST /v1/dossiers/:reference/personal-data/correct': itself('personal-data'),
  'POST /v1/dossiers/:reference/personal-data/erase': itself('personal-data'),
  'GET /v1/commands/:id': OWN,
  'GET /v1/tasks': CODES,
  'POST /v1/tasks/bulk': IN_THE_LOG,
  'GET /v1/stream': each('read-records'),

  'GET /v1/tracking/:code': each('read-own'),
  'POST /v1/tracking/:code/acts/*': each('act'),
  'GET /v1/tracking/:code/acts/:key': each('read-own'),
  'POST /v1/tracking/:code/rating': each('act'),
  'GET /v1/tracking/:code/complaints': each('read-own'),
  'POST /v1/tracking/:code/complaints': each('act'),
  'GET /tracking': nothing('the empty form'),
  'GET /tracking.css': PUBLISHED,
  'POST /tracking': itself('read-own'),
  'POST /tracking/rating': itself('act'),
  'POST /tracking/complaint': itself('act'),

  'GET /v1/overdue': CODES,
  'GET /v1/deadlines': CODES,
  'GET /v1/escalations': each('read-records'),
  'GET /v1/workload': COUNTS,
  'GET /v1/statistics': COUNTS,
  'GET /v1/statistics/lateness': COUNTS,
  'GET /v1/statistics/dossiers': each('read-records'),
  'GET /v1/statistics/steps': COUNTS,
  'GET /v1/statistics/steps/tasks': each('read-records'),
  'GET /v1/public/statistics': PUBLISHED,
  'GET /v1/complaints': NAMES,
  'GET /v1/complaints/:id': NAMES,
  'POST /v1/complaints/:id/answer': ADMINISTERED,
  'GET /v1/ratings': NAMES,
  'GET /v1/ratings/summary': COUNTS,
  'GET /v1/audit': each('read-log'),
  'GET /v1/audit/alerts': each('read-log'),
  'GET /v1/audit/events': each('read-log'),
  'GET /v1/audit/verification': each('read-log'),

  'GET /v1/operations': nothing('counts and ids, looked at every few seconds'),
  'GET /v1/operations/dossiers': each('read-records'),
  'GET /v1/operations/retrying': nothing('ids of what is tried again, looked at every few seconds'),
  'GET /v1/problems/:code': PUBLISHED,

  'GET /v1/people': each('read-register'),
  'GET /v1/people/:person': each('read-register'),
  'PUT /v1/people/:person': ADMINISTERED,
  'PUT /v1/people/:person/grants': ADMINISTERED,
  'DELETE /v1/people/:person/second-factors': ADMINISTERED,
  'PUT /v1/people/:person/account': ADMINISTERED,
  'POST /v1/people/:person/password-reset': ADMINISTERED,
  'POST /v1/people/:person/postings': ADMINISTERED,
  'PATCH /v1/people/:person/postings/:posting': ADMINISTERED,
  'GET /v1/people/:person/postings/:posting/work': COUNTS,
  'GET /v1/confirmations': each('read-register'),
  'GET /v1/confirmations/waiting': COUNTS,
  'GET /v1/confirmations/:id': each('read-register'),
  'POST /v1/confirmations/:id/confirm': ADMINISTERED,
  'POST /v1/confirmations/:id/refuse': ADMINISTERED,
  'GET /v1/clients': each('read-register'),
  'GET /v1/clients/:id': each('read-register'),
  'POST /v1/clients': ADMINISTERED,
  'PATCH /v1/clients/:id': ADMINISTERED,
  'GET /v1/agencies/:agency/contact': each('read-register'),
  'PUT /v1/agencies/:agency/contact': ADMINISTERED,
  'GET /v1/notices': each('read-records'),
  'POST /v1/notices/:notice/resend': ADMINISTERED,
  'GET /v1/agency-workers': each('read-register'),
  'PUT /v1/agency-workers/:agency': ADMINISTERED,
  'GET /v1/subscriptions': each('read-register'),
  'GET /v1/subscriptions/:id': each('read-register'),
  'POST /v1/subscriptions': ADMINISTERED,
  'PUT /v1/subscriptions/:id': ADMINISTERED,
  'DELETE /v1/subscriptions/:id': ADMINISTERED,
  'POST /v1/subscriptions/:id/secret': ADMINISTERED,
  'GET /v1/dead-letters': each('read-records'),
  'POST /v1/dead-letters/replay': ADMINISTERED,

  'GET /v1/agencies': PUBLISHED,
  'GET /v1/agencies/:code': PUBLISHED,
  'GET /v1/agencies/:code/procedures': PUBLISHED,
  'GET /v1/agency-versions': COUNTS,
  'GET /v1/agency-versions/:version': COUNTS,
  'POST /v1/agency-versions/preview': COUNTS,
  'POST /v1/agency-versions': ADMINISTERED,
  'GET /v1/procedures': PUBLISHED,
  'GET /v1/procedures/:code': PUBLISHED,
  'GET /v1/procedures/:code/versions': PUBLISHED,
  'GET /v1/procedures/:code/versions/:version': PUBLISHED,
  'POST /v1/procedures': ADMINISTERED,
  'POST /v1/procedures/:code/versions/:version/end': ADMINISTERED,
  'GET /v1/calendar': PUBLISHED,
  'GET /v1/calendar/due': CALCULATES,
  'POST /v1/calendar/preview': CALCULATES,
  'POST /v1/calendar/amendments': ADMINISTERED,
  'GET /v1/calendar/amendments/:version': COUNTS,
};

/** Acts have a route each, and one decision. */
const oneOfAll = (url: string): string => url.replace(/\/acts\/[a-z-]+$/, '/acts/*');

/** Of a route when it is added; a method that only looks is logged as what it looks at. */
export function loggedOf(method: string, url: string): Logged {
  const route = `${method === 'HEAD' ? 'GET' : method} ${oneOfAll(url)}`;
  const logged = LOGGED[route];
  if (logged === undefined)
    throw new Error(`route "${route}" has no row in api/logged.ts, which says what the access log has of it`);
  return logged;
}

/** Writes down a request whose route says so, before it is answered. */
export const logEach =
  (context: ApiContext) =>
  async (request: FastifyRequest): Promise<void> => {
    const { logged } = request.routeOptions.config;
    if (logged === undefined || !('each' in logged)) return;
    await writeAccess(context, request, {
      ...accessOf(context, request),
      action: logged.each,
      dossier_id: await dossierOf(request),
      detail: detailOf(request),
    });
  };

/** The holder of a receipt reads or does something. */
export const logOwn = async (
  context: ApiContext,
  request: FastifyRequest,
  action: 'read-own' | 'act',
): Promise<void> => {
  const entry = { ...accessOf(context, request), action, dossier_id: await dossierOf(request) };
  await writeAccess(context, request, entry);
};

async function dossierOf({ caller, params, query, db }: FastifyRequest): Promise<string | null> {
  if (caller.kind === 'applicant') return caller.reader.dossier;
  const { reference } = (params ?? {}) as { reference?: string };
  const asked = reference ?? (query as { dossier?: string } | null)?.dossier;
  return asked === undefined ? null : ((await dossierByIdOrCode(db, asked))?.dossierId ?? null);
}

/** Pages of one question are the same question. */
const PAGING = new Set(['limit', 'cursor']);

/** Whom of the register it is about, and what was asked by, never for whom of the applicants: that could be a name. */
function detailOf({ params, query, url }: FastifyRequest): string | null {
  const { person, id, agency } = (params ?? {}) as { person?: string; id?: string; agency?: string };
  // Only what the route knows, and what was really asked; the rest are its defaults.
  const asked = new URLSearchParams(url.split('?')[1]);
  const filters = Object.keys((query ?? {}) as object).filter((key) => asked.has(key) && !PAGING.has(key));
  return person ?? id ?? agency ?? (filters.length === 0 ? null : `by ${filters.join(', ')}`);
}
