import { createHmac } from 'node:crypto';
import httpProxy from '@fastify/http-proxy';
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from '../domain/errors';
import { isDossierId } from '../db/reads/dossier-by-id-or-code';
import { isSealed } from '../gateway/payload-codec';
import { accessOf, writeAccess } from './authenticate';
import { whoOf } from './caller';
import type { Access } from './caller';
import type { Api, ApiContext } from './context';
import { Refused } from './problem';

/** Temporal's Web UI, which takes nothing but what this process vouches for. */
export interface TemporalUi {
  /** Of this machine. */
  readonly port: number;
  /** With which the UI and Temporal itself check that it was us. */
  readonly tokenKey: Uint8Array;
  /** Opens what dossiers' histories hold. */
  readonly codec: PayloadCodec;
}

export const TEMPORAL_UI_PATH = '/temporal';
/** It shows which workflows there are and how they stand: ids, legal codes and agencies of every dossier. */
export const UI_USERS: Access = { people: ['administrator', 'auditor'] };
/** What acts say is for whoever may read every dossier anyway; to an administrator it stays sealed. */
const READERS_OF_CONTENT: Access = { people: ['auditor'] };
/** Longer than any request waits before Temporal looks at it. */
const TOKEN_MS = 60_000;

const WirePayload = z.object({ metadata: z.record(z.string(), z.string()).optional(), data: z.string().optional() });
const WirePayloads = z.object({ payloads: z.array(WirePayload).max(10_000) });

/** The UI behind the portal's sign-in, under /temporal, and the endpoint through which its pages have payloads opened. */
export async function temporalUi(app: Api, context: ApiContext, ui: TemporalUi): Promise<void> {
  const hosts = hostsOf(context.publicUrl);
  await app.register(async (scope) => {
    scope.addHook('onRequest', async ({ headers: { host } }) => {
      // A page of another name that resolves to this machine gets no answer, whatever the browser sends along.
      if (!hosts(host)) throw new Refused(refusal('HOST_UNKNOWN', { value: String(host ?? '').slice(0, 80) }));
    });
    (scope as unknown as Api).post(
      `${TEMPORAL_UI_PATH}/codec/decode`,
      { config: { access: READERS_OF_CONTENT, vouchedByOrigin: true }, bodyLimit: 8 * 1024 * 1024, schema: { hide: true, body: WirePayloads, response: { 200: WirePayloads } } },
      async (request) => ({ payloads: await opened(context, ui.codec, request, request.body.payloads.map(fromWire)) }),
    );
    await scope.register(httpProxy, {
      upstream: `http://127.0.0.1:${ui.port}`,
      prefix: TEMPORAL_UI_PATH,
      rewritePrefix: TEMPORAL_UI_PATH,
      httpMethods: ['GET', 'HEAD', 'POST'],
      config: { access: UI_USERS, vouchedByOrigin: true },
      replyOptions: {
        onError: (reply) => void reply.send(new Refused(refusal('UNAVAILABLE'))),
        rewriteRequestHeaders: (request, headers) => {
          const { cookie: _, 'x-csrf-token': __, ...rest } = headers;
          return { ...rest, authorization: `Bearer ${tokenFor(request as FastifyRequest, ui.tokenKey)}` };
        },
      },
    });
  });
}

/** `until.person.seal`, as temporal-server/token.go reads it. */
function tokenFor({ caller }: FastifyRequest, key: Uint8Array): string {
  const said = `${Date.now() + TOKEN_MS}.${Buffer.from(whoOf(caller)).toString('base64url')}`;
  return `${said}.${createHmac('sha256', key).update(said).digest('base64url')}`;
}

/** The name under which people reach this server, and this machine's own. */
function hostsOf(publicUrl: string): (host: string | undefined) => boolean {
  const { host: known } = new URL(publicUrl);
  return (host) => host !== undefined && (host === known || /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host));
}

type Wire = z.output<typeof WirePayload>;

const fromWire = ({ metadata, data }: Wire): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64')])),
  data: Buffer.from(data ?? '', 'base64'),
});

const toWire = ({ metadata, data }: Payload): Wire => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  data: Buffer.from(data ?? []).toString('base64'),
});

/** Opens what is sealed and leaves what Temporal itself has written; the access log names each dossier first. */
async function opened(context: ApiContext, codec: PayloadCodec, request: FastifyRequest, payloads: readonly Payload[]): Promise<Wire[]> {
  const sealed = payloads.filter(isSealed);
  const ids = [...new Set(sealed.map(({ metadata }) => Buffer.from(metadata?.['dossier'] ?? []).toString()))];
  const entry = { ...accessOf(context, request), action: 'read-personal-data' as const, detail: 'temporal' };
  const entries = ids.map((id) => (isDossierId(id) ? { ...entry, dossier_id: id } : entry));
  if (entries.length > 0) await writeAccess(context, request, entries);
  return Promise.all(payloads.map(async (payload) => {
    if (!isSealed(payload)) return toWire(payload);
    const [open] = await codec.decode([payload], {} as never).catch(() => { throw new Refused(refusal('PAYLOAD_UNREADABLE')); });
    return toWire(open!);
  }));
}
