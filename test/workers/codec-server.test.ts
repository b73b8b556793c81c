import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Payload } from '@temporalio/common';
import pino from 'pino';
import { createPayloadCodec } from '../../gateway/payload-codec';
import { serveCodec } from '../../workers/codec-server';
import type { CodecServer } from '../../workers/codec-server';

const codec = createPayloadCodec({ active: 'k1', keys: { k1: new Uint8Array(32).fill(7) } });
const lines: string[] = [];
let server: CodecServer;

beforeAll(async () => {
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  server = await serveCodec({ codec, dataDir: mkdtempSync(join(tmpdir(), 'lienthong-codec-')), log });
});
afterAll(() => server.close());

const wire = (payload: Payload): { metadata: Record<string, string>; data: string } => ({
  metadata: Object.fromEntries(Object.entries(payload.metadata ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  data: Buffer.from(payload.data ?? []).toString('base64'),
});

const ask = (path: string, payload: Payload, origin = 'http://127.0.0.1:8233'): Promise<Response> =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ payloads: [wire(payload)] }) });

const sealed = async (text: string): Promise<Payload> => {
  const [payload] = await codec.encode([{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(text)) }], { type: 'workflow', namespace: 'n', workflowId: 'd-1' });
  return payload!;
};

test('the Web UI of this machine reads what was encrypted, and the log says which dossier was read', async () => {
  const response = await ask(`${server.endpoint}/decode`, await sealed('bước thẩm định'));
  expect(response.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8233');
  const { payloads } = (await response.json()) as { payloads: { data: string }[] };
  expect(Buffer.from(payloads[0]!.data, 'base64').toString()).toBe('"bước thẩm định"');
  expect(lines.join('')).toContain('"dossiers":["d-1"]');
});

test('without the token nothing is decrypted', async () => {
  const wrong = server.endpoint.replace(/[0-9a-f]{48}$/, 'f'.repeat(48));
  expect((await ask(`${wrong}/decode`, await sealed('x'))).status).toBe(403);
  expect((await ask(`${server.endpoint}/encode`, await sealed('x'))).status).toBe(403);
});

test('a page of another origin is not told that it may read the answer', async () => {
  const response = await ask(`${server.endpoint}/decode`, await sealed('x'), 'https://elsewhere.example');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('a payload that was tampered with is an error, not text', async () => {
  const payload = await sealed('x');
  const data = Buffer.from(payload.data!);
  data[data.length - 1]! ^= 1;
  expect((await ask(`${server.endpoint}/decode`, { ...payload, data })).status).toBe(400);
});
