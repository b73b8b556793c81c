import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { Logger } from 'pino';
import { writeWhole } from '../gateway/whole-file';
import { choosePort } from './servers/ports';
import type { Report } from './servers/progress';

/**
 * The Web UI shows summaries and details only if somebody decrypts them for it. This endpoint does, for whoever holds
 * the token in its address (which the UI of this machine is started with), and logs which dossiers were read.
 */
export interface CodecServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

interface WirePayload {
  readonly metadata?: Record<string, string>;
  readonly data?: string;
}

const BODY_LIMIT = 8 * 1024 * 1024;

export interface CodecOptions {
  readonly codec: PayloadCodec;
  /** Keeps its port and token between starts. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly report?: Report;
}

export async function serveCodec(options: CodecOptions): Promise<CodecServer> {
  const { codec, dataDir, log, report = () => undefined } = options;
  const { port, token } = await placeOf(dataDir, report);
  const server = createServer((request, response) => {
    allowPages(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const [, given = '', action] = (request.url ?? '').split('/');
    if (request.method !== 'POST' || action !== 'decode' || !isSame(given, token)) {
      log.warn({ action, from: request.socket.remoteAddress }, 'codec: refused');
      return void response.writeHead(given === '' ? 404 : 403).end();
    }
    decode(request, codec, log).then(
      (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
      (error: Error) => {
        log.warn({ reason: error.message }, 'codec: not decoded');
        response.writeHead(400).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${port}/${token}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function decode(request: IncomingMessage, codec: PayloadCodec, log: Logger): Promise<string> {
  const { payloads } = JSON.parse(await bodyOf(request)) as { payloads: WirePayload[] };
  const sealed = payloads.map(({ metadata, data }): Payload => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64')])),
    data: Buffer.from(data ?? '', 'base64'),
  }));
  const dossiers = [...new Set(sealed.flatMap(({ metadata }) => (metadata?.['dossier'] ? [Buffer.from(metadata['dossier']).toString()] : [])))];
  log.info({ dossiers, payloads: sealed.length }, 'codec: decoded for the Web UI');
  const open = await codec.decode(sealed);
  return JSON.stringify({
    payloads: open.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
      data: Buffer.from(data ?? []).toString('base64'),
    })),
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > BODY_LIMIT) throw new Error('the request is larger than 8 MiB');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Only pages of this machine may read the answer. */
function allowPages(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined || !/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'content-type, x-namespace, authorization');
  response.setHeader('access-control-allow-methods', 'POST, OPTIONS');
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('vary', 'origin');
}

const isSame = (given: string, token: string): boolean => given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token));

interface Place {
  readonly port: number;
  readonly token: string;
}

/** Port and token stay what they were, for the Temporal server that may have outlived us was started with them. */
async function placeOf(dataDir: string, report: Report): Promise<Place> {
  const file = join(dataDir, 'codec.json');
  const before = keptIn(file);
  if (before === 'torn') report(`"${file}" was empty or torn: it is made anew, with another port and token`);
  const kept = before === 'torn' ? undefined : before;
  const place: Place = { port: await choosePort(kept?.port), token: kept?.token ?? newToken() };
  writeWhole(file, JSON.stringify(place));
  return place;
}

const newToken = (): string => randomBytes(24).toString('hex');

function keptIn(file: string): Place | 'torn' | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { port, token } = JSON.parse(readFileSync(file, 'utf8')) as Place;
    return Number.isInteger(port) && /^[0-9a-f]{48}$/.test(token) ? { port, token } : 'torn';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return 'torn';
    throw error;
  }
}
