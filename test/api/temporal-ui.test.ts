import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { payloadKeysOf } from '../../gateway/installation';
import { createPayloadCodec } from '../../gateway/payload-codec';
import { temporalConnection } from '../../gateway/temporal-connection';
import { NAMESPACE } from '../../temporal.config';
import { provideTemporal, type ProvidedTemporal } from '../../workers/servers/temporal';
import { dossierIdOf } from '../../db/submit-once';
import { describeOn, temporaryDataDir } from '../servers';
import { startTestApi, superuserQuery } from './environment';
import type { TestApi, Visitor } from './environment';

const DOSSIER = dossierIdOf('seen-in-the-ui');
const HISTORY = `/temporal/api/v1/namespaces/${NAMESPACE}/workflows/${DOSSIER}/history`;

/** Temporal's Web UI as people come to it: through the API, with its own server behind. */
describeOn('temporal', "Temporal's Web UI behind the portal's sign-in", () => {
  let dataDir: string;
  let server: ProvidedTemporal;
  let there: TestApi;
  let administrator: Visitor;
  let auditor: Visitor;
  let sealed: Payload;

  beforeAll(async () => {
    dataDir = temporaryDataDir('ui');
    server = await provideTemporal({
      dataDir,
      namespace: NAMESPACE,
      searchAttributes: [],
      dynamicConfig: {},
      ui: { publicPath: '/temporal', codecEndpoint: '/temporal/codec' },
      report: () => undefined,
    });
    const codec = createPayloadCodec(payloadKeysOf({}, dataDir));
    const tokenKey = Buffer.from(readFileSync(join(server.certificates!, 'ui-token.key'), 'utf8'), 'base64');
    there = await startTestApi({ at: '2022-03-14T08:00', temporalUi: { port: server.ports!.uiPort!, tokenKey, codec } });
    administrator = await there.officer('quan-tri', [], ['administrator']);
    auditor = await there.officer('kiem-toan', [], ['auditor']);
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"the note of an act"') };
    [sealed] = (await codec.encode([payload], { type: 'workflow', namespace: NAMESPACE, workflowId: DOSSIER })) as [Payload];
    const connection = await Connection.connect(temporalConnection({ temporalAddress: server.address, temporalTls: server.certificates }, {}, 'cli'));
    const client = new Client({ connection, namespace: NAMESPACE, dataConverter: { payloadCodecs: [codec] } });
    await client.workflow.start('dossier', { workflowId: DOSSIER, taskQueue: 'dossier', args: ['the note of an act'] });
    await connection.close();
  }, 600_000);
  afterAll(async () => {
    await there?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const wire = ({ metadata, data }: Payload): object => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
    data: Buffer.from(data ?? []).toString('base64'),
  });
  /** As the UI's pages ask: with the cookie, and without the token that the portal's pages have. */
  const fromPage = (visitor: Visitor, path: string, payloads: readonly object[], origin = there.url) =>
    visitor.send('POST', path, { payloads }, { origin, 'x-csrf-token': '' });
  const decode = (visitor: Visitor, payloads: readonly object[], origin?: string) => fromPage(visitor, '/temporal/codec/decode', payloads, origin);

  it.each(['/temporal', '/temporal/', '/temporal/api/v1/settings', HISTORY, '/temporal/_app/version.json'])('%s is for nobody who has not signed in', async (path) => {
    expect(await there.anonymous.get(path)).toMatchObject({ status: 401, body: { code: 'SIGN_IN_NEEDED' } });
    // A bearer of a machine, or one that somebody made up, is none of the API's.
    expect(await there.anonymous.get(path, { authorization: `Bearer ${Date.now() + 30_000}.eA.eA` })).toMatchObject({ status: 401 });
  });

  it('is for nobody else who has signed in', async () => {
    for (const visitor of [
      await there.officer('can-bo', ['receptionist@H35.41.01.01']),
      await there.officer('lanh-dao', ['leader@H35']),
      await there.client('system', { scopes: ['dossiers:read'], agencies: ['H35'] }),
    ]) {
      for (const path of ['/temporal/', HISTORY]) expect(await visitor.get(path)).toMatchObject({ status: 403 });
      expect((await decode(visitor, [wire(sealed)])).status).toBe(403);
    }
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example:7800'])('is not answered under the name "%s"', async (host) => {
    for (const url of ['/temporal/', '/temporal/api/v1/settings', HISTORY]) {
      const answer = await there.app.inject({ url, headers: { ...administrator.headers, host } });
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'HOST_UNKNOWN']);
    }
    const asked = { method: 'POST', url: '/temporal/codec/decode', headers: { ...auditor.headers, host }, payload: { payloads: [wire(sealed)] } } as const;
    expect((await there.app.inject(asked)).json()).toMatchObject({ code: 'HOST_UNKNOWN' });
  });

  it('works for operators: page, settings, list and history, which stays sealed', async () => {
    for (const visitor of [administrator, auditor]) {
      const page = await visitor.get('/temporal/namespaces/lienthong/workflows');
      expect([page.status, page.body]).toEqual([200, expect.stringContaining('/temporal/_app/')]);
      expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'sha256-/);
      const { body: settings } = await visitor.get('/temporal/api/v1/settings');
      expect(settings.Codec.Endpoint).toBe('/temporal/codec');
      expect(JSON.stringify(settings)).not.toMatch(/[0-9a-f]{32}|Bearer/);
      const { status, body } = await visitor.get(HISTORY);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).toContain(DOSSIER);
      expect(JSON.stringify(body)).not.toContain(Buffer.from('"the note of an act"').toString('base64').slice(0, -4));
    }
  });

  it('changes nothing, whoever asks', async () => {
    for (const act of ['terminate', 'cancel', 'reset', 'signal/x', 'update/act']) {
      const path = `/temporal/api/v1/namespaces/${NAMESPACE}/workflows/${DOSSIER}/${act}`;
      const { status } = await administrator.send('POST', path, {}, { origin: there.url });
      expect([act, status >= 400]).toEqual([act, true]);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect((await administrator.send(method, `/temporal/api/v1/namespaces/${NAMESPACE}`, {}, { origin: there.url })).status).toBeGreaterThanOrEqual(400);
    }
    const { body } = await administrator.get(`/temporal/api/v1/namespaces/${NAMESPACE}/workflows/${DOSSIER}`);
    expect(body.workflowExecutionInfo.status).toBe('WORKFLOW_EXECUTION_STATUS_RUNNING');
  });

  it('opens what acts say for auditors alone, and the access log names the dossier', async () => {
    const plain = { metadata: { encoding: Buffer.from('json/plain').toString('base64') }, data: Buffer.from('"of Temporal itself"').toString('base64') };
    const { status, body } = await decode(auditor, [wire(sealed), plain]);
    expect(status).toBe(200);
    expect(body.payloads.map(({ data }: { data: string }) => Buffer.from(data, 'base64').toString())).toEqual(['"the note of an act"', '"of Temporal itself"']);
    const logged = await superuserQuery(there.installation.databaseUrl, "select who, action, dossier_id, detail from access_log where detail = 'temporal'");
    expect(logged).toEqual([{ who: 'kiem-toan', action: 'read-personal-data', dossier_id: DOSSIER, detail: 'temporal' }]);
    expect(await decode(administrator, [wire(sealed)])).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
    expect((await there.anonymous.send('POST', '/temporal/codec/decode', { payloads: [wire(sealed)] })).status).toBe(401);
  });

  it('opens nothing for a page of another site, nor what no key of ours has sealed', async () => {
    expect(await decode(auditor, [wire(sealed)], 'https://evil.example')).toMatchObject({ status: 403, body: { code: 'CSRF_MISSING' } });
    expect(await auditor.send('POST', '/temporal/codec/decode', { payloads: [wire(sealed)] }, { 'x-csrf-token': '' })).toMatchObject({ status: 403 });
    const strangers = createPayloadCodec({ active: 'k9', keys: { k9: new Uint8Array(32).fill(9) } });
    const [other] = await strangers.encode([{ metadata: {}, data: Buffer.from('x') }], { type: 'workflow', namespace: NAMESPACE, workflowId: DOSSIER });
    expect(await decode(auditor, [wire(other!)])).toMatchObject({ status: 422, body: { code: 'PAYLOAD_UNREADABLE' } });
  });

  it('says in plain words that Temporal is not there', async () => {
    process.kill(server.pid!, 'SIGKILL');
    await server.ended;
    expect(await administrator.get('/temporal/')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  });
});
