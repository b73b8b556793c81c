import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { agencyRenames, findKnownAgencies } from '../db/catalogue';
import { NOBODY } from '../db/api-database';
import { logAccess } from '../db/access-log';
import type { Access as AccessEntry } from '../db/access-log';
import { findSession } from '../db/sessions';
import { findToken } from '../db/clients';
import { isDossierId } from '../db/reads/dossier-by-id-or-code';
import type { Schema } from '../db/schema';
import { ERRORS, refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { presentReceipt } from '../db/receipt-prints';
import { WITHOUT_NAME } from '../domain/person-id';
import { isTrackingSecret } from '../gateway/tracking-secret';
import { clientCaller, mayUse, personCaller, readerOf, supervises, whoOf } from './caller';
import type { Access, Caller } from './caller';
import type { ApiContext } from './context';
import { sessionCookie } from './identity/cookies';
import { refusalOfStep, wantedStep } from './identity/wanted-step';
import { Refused } from './problem';

/** Sent by a page that reads by itself while nobody touches it: such a question keeps no session alive. */
const UNATTENDED = 'x-unattended';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Finds out who is calling, and gives the request its own handle on the database. Refuses nobody: first it is counted, so that guessing is limited, too. */
export const identify = (context: ApiContext) => async (request: FastifyRequest): Promise<void> => {
  const { access } = request.routeOptions.config;
  // An address that does not exist is answered by the handler for that.
  if (access === undefined) return;
  request.caller = await callerOf(context, request, access);
  const reader = readerOf(request.caller);
  // Whoever audits reads everything and writes nothing; where they change what is their own, their session say, they do it like anybody.
  request.db = context.database.as(SAFE.has(request.method) ? reader : { ...reader, audits: false });
};

/** Refuses whoever the route is not for. */
export const admit = (context: ApiContext) => async (request: FastifyRequest): Promise<void> => {
  const { access } = request.routeOptions.config;
  const why = access === undefined ? null : (whyNotYet(context, access, request) ?? whyNotAdmitted(access, request));
  if (why) throw new Refused(why);
};

/** A session that has not come as far as its rights has none, whatever its person may do otherwise. */
function whyNotYet({ signIn }: ApiContext, access: Access, request: FastifyRequest): Refusal | null {
  const { caller, routeOptions } = request;
  if (access === 'public' || caller.kind !== 'person') return null;
  const step = wantedStep(caller.signedIn, signIn);
  return step === null || routeOptions.config.during?.includes(step) ? null : refusalOfStep(step);
}

/**
 * Writes down what somebody was refused, wherever in the route that was; whoever only forgot to sign in has tried nothing,
 * a wrong secret is somebody's try at a receipt.
 */
export async function logRefusal(context: ApiContext, request: FastifyRequest, error: unknown): Promise<void> {
  if (!(error instanceof Refused) || error.logged) return;
  const { code } = error.refusal;
  const forbidden = ERRORS[code].status === 403 && request.caller.kind !== 'nobody';
  if (forbidden || code === 'TRACKING_UNKNOWN') await writeAccess(context, request, { ...accessOf(context, request), action: 'refused-route', detail: code });
}

function whyNotAdmitted(access: Access, request: FastifyRequest): Refusal | null {
  const { caller } = request;
  if (access === 'public') return null;
  if (caller.kind === 'person' && isForged(request, caller.signedIn.csrf)) return refusal('CSRF_MISSING');
  if (mayUse(access, caller)) return null;
  if (caller.kind === 'nobody') return refusal(access === 'applicant' ? 'TRACKING_UNKNOWN' : 'SIGN_IN_NEEDED');
  return refusal('ROUTE_FORBIDDEN', forWhom(access));
}

/** A change that only the cookie vouches for: any page the person has open could have sent it. */
function isForged({ method, headers, routeOptions }: FastifyRequest, csrf: string): boolean {
  if (SAFE.has(method) || headers['x-csrf-token'] === csrf) return false;
  return !(routeOptions.config.vouchedByOrigin && isOwnPage(headers));
}

/** Whether the browser says that a page of this very server asks. */
function isOwnPage({ origin, host }: FastifyRequest['headers']): boolean {
  return host !== undefined && origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Writes into the access log under the caller's own name, which the database checks. An auditor's login reads, and writes
 * not even this.
 */
export async function writeAccess(
  { database }: ApiContext,
  { caller }: FastifyRequest,
  entries: AccessEntry | readonly AccessEntry[],
): Promise<void> {
  const reader = readerOf(caller);
  await logAccess(database.as(reader.audits ? { ...reader, audits: false } : reader), entries);
}

/** What every entry of the access log says of its request. */
export const accessOf = (context: ApiContext, request: FastifyRequest) => ({
  at: context.clock.now(),
  who: whoOf(request.caller),
  route: `${request.method} ${request.routeOptions.url ?? ''}`,
  address: request.ip,
  correlation_id: request.id,
});

async function callerOf(context: ApiContext, request: FastifyRequest, access: Access): Promise<Caller> {
  if (access === 'applicant') return holderOf(context, (request.params as { code?: string }).code, request.headers['x-tracking-secret']);
  const db = context.database.as(NOBODY);
  const bearer = /^Bearer ([\w-]{20,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    const client = await findToken(db, bearer, Date.now());
    return client ? clientCaller(client, await agencyRenames(db)) : { kind: 'nobody' };
  }
  const cookie = request.cookies[sessionCookie(context.publicUrl)];
  if (cookie === undefined) return { kind: 'nobody' };
  const { deciderIdleMs } = context.signIn;
  const keepsAlive = request.headers[UNATTENDED] === undefined;
  const signedIn = await findSession(db, cookie, Date.now(), context.clock.now(), { keepsAlive, deciderIdleMs });
  // What is open to everybody needs no token, and does nothing in anybody's name without it: signing in anew is such a change.
  if (!signedIn || (access === 'public' && isForged(request, signedIn.csrf))) return { kind: 'nobody' };
  // What everybody may see they see as anybody until then.
  if (access === 'public' && wantedStep(signedIn, context.signIn)) return { kind: 'nobody' };
  const [known, renames] = await Promise.all([supervises(signedIn) ? findKnownAgencies(db) : undefined, agencyRenames(db)]);
  return personCaller(signedIn, known, renames);
}

/** An act by receipt this soon after an officer was shown its secret may be the officer's: it says so (official time). */
const SEEN_MS = 60 * 60_000;

/** Compared with where there is no dossier, so that an unknown code takes as long as a wrong secret. */
const NO_DOSSIER = '00000000-0000-0000-0000-000000000000';

/** Whoever has both code and secret holds the receipt. An unknown code and a wrong secret are answered alike. */
export async function holderOf({ database, trackingKey, clock }: ApiContext, code: unknown, secret: unknown): Promise<Caller> {
  if (typeof code !== 'string' || !/^[A-Z0-9.-]{1,60}$/i.test(code) || typeof secret !== 'string' || secret.length > 64) return { kind: 'nobody' };
  const db = database.as(NOBODY);
  const dossier = await dossierOf(db, code);
  const { generation, shown } = await presentReceipt(db, dossier ?? NO_DOSSIER);
  const right = isTrackingSecret(trackingKey, { dossierId: dossier ?? NO_DOSSIER, generation }, secret);
  if (!right || dossier === null) return { kind: 'nobody' };
  const seenBy = shown !== null && clock.now() - shown.at < SEEN_MS ? { receiptSeenBy: shown.to } : {};
  return { kind: 'applicant', reader: { person: WITHOUT_NAME.applicant, agencies: [], dossier }, ...seenBy };
}

/** A dossier has no legal code before its acceptance; until then its id stands in its place. */
async function dossierOf(db: Kysely<Schema>, code: string): Promise<string | null> {
  if (isDossierId(code)) return code.toLowerCase();
  const found = await sql<{ id: string | null }>`select dossier_id_of(${code.toUpperCase()}) as id`.execute(db);
  return found.rows[0]?.id ?? null;
}

const KINDS = {
  officer: ['officers with a post', 'cán bộ đang giữ vị trí'],
  supervisor: ['leaders', 'lãnh đạo'],
  control: ['procedure control', 'kiểm soát thủ tục hành chính'],
  auditor: ['auditors', 'kiểm toán, giám sát'],
  administrator: ['administrators', 'quản trị'],
} as const;

function forWhom(access: Access): Record<string, string> {
  if (access === 'public' || access === 'applicant') return { allowed: 'the applicant', allowedVi: 'người nộp hồ sơ' };
  if (access === 'person') return { allowed: 'people who have signed in', allowedVi: 'người đã đăng nhập' };
  const clients = (access.scopes ?? []).map((scope) => `clients with ${scope}`);
  return {
    allowed: [...access.people.map((kind) => KINDS[kind][0]), ...clients].join(', '),
    allowedVi: [...access.people.map((kind) => KINDS[kind][1]), ...(access.scopes ?? []).map((scope) => `hệ thống kết nối có quyền ${scope}`)].join(', '),
  };
}
