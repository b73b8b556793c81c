import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { NOBODY } from '../db/api-database';
import { Changes, accountedIn } from '../db/changes';
import type { Schema } from '../db/schema';
import { refusal } from '../domain/errors';
import { MOST_CONNECTIONS, limitConnections } from './connections';
import { admit, identify, logRefusal } from './authenticate';
import { whoOf } from './caller';
import type { Access, Caller } from './caller';
import type { Api, ApiContext } from './context';
import type { Step } from './identity/wanted-step';
import { languageOf } from './language';
import { logEach, loggedOf } from './logged';
import type { Logged } from './logged';
import type { Language } from './language';
import { documentApi } from './openapi';
import { LONGEST_PART, PROBLEM_TYPE, Refused, answerProblem, problemOf } from './problem';
import { trackingPages } from './pages/tracking';
import { servePortal } from './portal';
import { Reconciling } from './reconciling';
import { registerRoutes } from './routes';
import { temporalUi } from './temporal-ui';
import { securityText } from './security-text';
import { PACE, endSlowBodies } from './slow-bodies';
import type { Pace } from './slow-bodies';
import { answerUnreadable } from './unreadable';
import { UntrustedProxy } from './untrusted-proxy';

declare module 'fastify' {
  interface FastifyInstance {
    /** Has a dossier compared before it is read, while the two stores are being compared. */
    reconciling: Reconciling;
  }
  interface FastifyRequest {
    caller: Caller;
    language: Language;
    /** The database under the caller's own rights. */
    db: Kysely<Schema>;
    /** What answering may have changed so far. */
    changes: Changes;
  }
  interface FastifyContextConfig {
    access?: Access;
    /** Steps of signing in during which a session may use this route before it has its rights. */
    during?: readonly Step[];
    /** A page's form that brings a receipt's code and secret along: a try at a receipt like any. */
    receiptInForm?: true;
    /** What the access log has of it; `logged.ts` says so of every route. */
    logged?: Logged;
    /** Asked by pages that know no token of ours: where the browser says that they come from must do. */
    vouchedByOrigin?: true;
    /** Its body is passed on as it comes, and may take as long as it comes at all. */
    streamedBody?: true;
  }
}

export interface ApiOptions {
  readonly log?: FastifyBaseLogger;
  /** Requests a minute of one caller, or of one address where nobody is signed in. */
  readonly perMinute?: number;
  /** The proxies in front whose X-Forwarded-For is believed. */
  readonly trustProxy?: string;
  /** The built portal; without it the API serves no pages. */
  readonly portalDir?: string;
  /** How fast a body has to come. */
  readonly pace?: Pace;
  /** `mailto:…` or `https://…`, for whoever finds a weakness. */
  readonly securityContact?: string;
  /** Open at a time from one address. */
  readonly connections?: number;
}

/** JSON bodies; attachments have a limit of their own. */
const BODY_LIMIT = 1024 * 1024;
/** Of what one caller may ask in all, the part that may be asked with receipts from one address: 20 a minute by default. */
const RECEIPTS_PART = 60;
/** Of one receipt, from all addresses together, so many times what one address may ask. */
const ADDRESSES_PART = 10;
/** What a caller may give as the id of a request. */
const CORRELATION = /^[\w.:-]{8,64}$/;
/** So many digits may be somebody's telephone or identity number, which no log shall hold. */
const NUMBER_OF_SOMEBODY = /(?<![0-9a-f])\d{9,12}(?![0-9a-f])/i;

/** The whole HTTP API, ready to listen. */
export async function createApi(context: ApiContext, options: ApiOptions = {}): Promise<Api> {
  const { log, perMinute = 1_200, trustProxy, portalDir, pace = PACE, connections = MOST_CONNECTIONS } = options;
  const app = Fastify({
    ...(log === undefined ? { logger: false } : { loggerInstance: log }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    bodyLimit: BODY_LIMIT,
    // The caller's own correlation id goes on through our log, marked as theirs, where it looks like one.
    genReqId: ({ headers: { 'x-correlation-id': given } }) => correlationId(given),
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: LONGEST_PART },
    frameworkErrors: answerProblem,
    clientErrorHandler: answerUnreadable,
    forceCloseConnections: true,
  }) as unknown as Api;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(async (error, request, reply) => {
    const unwritten = await logRefusal(context, request, error).catch((fault: unknown) => fault);
    return answerProblem(unwritten ?? error, request, reply);
  });
  app.setNotFoundHandler((request, reply) => reply.code(404).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problemOf(refusal('NOT_FOUND'), [], request)));

  limitConnections(app.server, connections, trustProxy);
  app.decorateRequest('caller', null as never);
  app.decorateRequest('language', 'vi');
  app.decorateRequest('db', null as never);
  app.decorateRequest('changes', null as never);
  app.addHook('onRequest', (request, _, done) => {
    // Whoever sends an act is waiting at a window.
    request.changes = new Changes(request.headers['idempotency-key'] === undefined ? undefined : context.actPatienceMs);
    accountedIn(request.changes, done);
  });
  const proxy = new UntrustedProxy(trustProxy !== undefined);
  app.addHook('onRequest', async (request, reply) => {
    proxy.look(request);
    request.caller = { kind: 'nobody' };
    request.language = languageOf(request.headers['accept-language']);
    request.db = context.database.as(NOBODY);
    reply.header('x-correlation-id', request.id).header('content-language', request.language).header('vary', 'accept-language');
    // What is read here is somebody's business; no cache between keeps it.
    reply.header('cache-control', 'no-store');
  });
  endSlowBodies(app, pace);
  app.addHook('onRoute', (route) => {
    const { config, url, method } = route;
    if (!/^\/(v1|tracking)/.test(url)) return;
    if (url.startsWith('/v1') && config?.access === undefined) throw new Error(`route "${url}" does not say for whom it is`);
    for (const each of [method].flat()) route.config = { ...config, logged: loggedOf(each, url) };
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ id: request.id, method: request.method, route: request.routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime), who: whoOf(request.caller) }, 'answered');
  });

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"] } },
    hsts: context.publicUrl.startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
    // As frame-ancestors says to newer browsers.
    xFrameOptions: { action: 'deny' },
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    // Between the two: it counts by caller, and whoever is refused is counted, too.
    hook: 'onRequest',
    keyGenerator: ({ caller, ip }) => (caller.kind === 'person' || caller.kind === 'client' ? whoOf(caller) : ip),
    errorResponseBuilder: (_, { ttl }) => new Refused(refusal('TOO_MANY_REQUESTS', { seconds: Math.ceil(ttl / 1_000) })),
  });
  limitReceipts(app, Math.ceil(perMinute / RECEIPTS_PART));
  app.addHook('onRequest', identify(context));
  const reconciling = new Reconciling(context, log);
  app.decorate('reconciling', reconciling);
  // Whoever holds a receipt is let in by what the log says of it.
  app.addHook('preParsing', async (request) => {
    if (request.routeOptions.config.access === 'applicant') await reconciling.beforeReading(request);
  });
  app.addHook('preParsing', admit(context));
  app.addHook('preHandler', reconciling.beforeReading);
  app.addHook('preHandler', logEach(context));
  // A form of another site could send it without asking; nothing here is plain text.
  app.removeContentTypeParser('text/plain');
  await documentApi(app, context);
  // Whoever watches over this process asks it often, and asks nothing behind it.
  app.get('/healthz', { schema: { hide: true } }, async (request, reply) => reply.headers(proxy.headersFor(request)).type('text/plain').send('ok'));
  if (options.securityContact !== undefined) securityText(app, context.publicUrl, options.securityContact);
  await registerRoutes(app, context);
  await trackingPages(app, context);
  if (context.temporalUi !== undefined) await temporalUi(app, context, context.temporalUi);
  if (portalDir !== undefined) await servePortal(app, portalDir);
  return app;
}

function correlationId(given: string | string[] | undefined): string {
  const fit = typeof given === 'string' && CORRELATION.test(given) && !NUMBER_OF_SOMEBODY.test(given);
  return fit ? `caller:${given}` : randomUUID();
}
/** The code in the address, however it is written; a page's form brings it in its body, and is counted by address alone. */
const receiptIn = (params: unknown): string => String((params as { readonly code?: unknown } | null)?.code ?? '').trim().toUpperCase();

/** A receipt's secret could be guessed at: each try is counted before it is looked at, right or wrong. */
function limitReceipts(app: Api, max: number): void {
  const ofAddress = app.createRateLimit({ max, timeWindow: '1 minute', keyGenerator: ({ ip }) => ip });
  // Many addresses that try the same receipt are one who guesses; one address alone shall not shut its holder out.
  const ofReceipt = app.createRateLimit({ max: max * ADDRESSES_PART, timeWindow: '1 minute', keyGenerator: ({ params }) => `receipt ${receiptIn(params)}` });
  app.addHook('onRequest', async (request) => {
    const { access, receiptInForm } = request.routeOptions.config;
    if (access !== 'applicant' && receiptInForm === undefined) return;
    for (const countTry of receiptIn(request.params) === '' ? [ofAddress] : [ofAddress, ofReceipt]) {
      const counted = await countTry(request);
      if (!counted.isAllowed && counted.isExceeded) throw new Refused(refusal('TOO_MANY_REQUESTS', { seconds: counted.ttlInSeconds }));
    }
  });
}
