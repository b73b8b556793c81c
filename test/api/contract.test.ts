import { createConfig, lintFromString } from '@redocly/openapi-core';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { trackingSecret } from '../../gateway/tracking-secret';
import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { describeOn } from '../servers';
import { TRACKING_KEY, startTestApi, visitor } from './environment';
import type { Reply, TestApi, Visitor } from './environment';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>>;
}

interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const PROBLEM = 'application/problem+json';
/** A stream does not end; there is no identity provider. */
const LEFT_OUT = /^\/v1\/(stream|oidc\/)/;

describeOn('temporal', 'the contract', () => {
  let api: TestApi;
  let document: Document;
  const operations = (): readonly (readonly [name: string, path: string, method: string, operation: Operation])[] =>
    Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, path, method, operation] as const));

  beforeAll(async () => {
    api = await startTestApi({ at: '2022-03-14T08:00' });
    document = (await api.anonymous.get<Document>('/openapi.json')).body;
  });
  afterAll(() => api.close());

  it('is a valid OpenAPI 3.1 document', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const config = await createConfig({ rules: { struct: 'error', 'no-unresolved-refs': 'error', 'no-identical-paths': 'error', 'path-parameters-defined': 'error', 'operation-parameters-unique': 'error', 'no-undefined-server-variable': 'error' } });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(problems.map(({ message, location }) => `${message} at ${location[0]?.pointer}`)).toEqual([]);
  });

  it('says of every operation what it is for, and how it may go wrong', () => {
    const tags = document.tags.map(({ name }) => name);
    const faulty = operations().filter(([, , , { summary, tags: own, responses }]) => {
      const refused = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      return !summary || own?.length !== 1 || !tags.includes(own[0]!) || refused.length === 0 || refused.some(([, { content }]) => content?.[PROBLEM] === undefined);
    });
    expect(faulty.map(([name]) => name)).toEqual([]);
    expect(operations().length).toBeGreaterThan(40);
  });

  it.each([
    ['an address that cannot be decoded', '/v1/dossiers/%E0%A4%A', {}, 400, 'REQUEST_INVALID'],
    ['a part of the address that is too long', `/v1/dossiers/${'x'.repeat(500)}`, {}, 431, 'HEAD_TOO_LARGE'],
    ['headers that are too long', '/v1/tasks', { 'x-long': 'x'.repeat(20_000) }, 431, 'HEAD_TOO_LARGE'],
  ])('answers %s like every other problem', async (_, path, headers, status, code) => {
    const answer = await api.anonymous.get(path, headers);
    expect(answer).toMatchObject({ status, body: { code, status, type: `/v1/problems/${code}` } });
    expect(answer.headers.get('content-type')).toContain(PROBLEM);
  });

  it('has every success answer in the shape that it promises', async () => {
    const matches = validatorOf(document);
    const wrong: string[] = [];
    const seen = new Set<string>();
    /** The same visitor, who holds each answer against the document. */
    const held = (who: Visitor): Visitor => {
      const look = (method: string, path: string, answer: Reply): Reply => {
        const found = operations().find(([, template, m]) => m === method.toLowerCase() && fits(template, path));
        if (found && answer.status < 300) seen.add(found[0]);
        const fault = found ? matches(found[3], answer) : 'is not in the document';
        if (fault !== undefined) wrong.push(`${method} ${path} → ${answer.status}: ${fault}`);
        return answer;
      };
      return {
        ...who,
        get: async (path, headers) => look('GET', path, await who.get(path, headers)),
        send: async (method, path, body, headers) => look(method, path, await who.send(method, path, body, headers)),
        post: async (path, body, key) => look('POST', path, await who.post(path, body, key)),
      };
    };

    const committee = COMMUNE_UNIT.slice(0, -3);
    const window = held(await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]));
    const handIn = async (name: string): Promise<string> =>
      (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name, phone: '0912 345 678' } })).body.dossierId;
    const [first, second] = [await handIn('Lò Thị Mai'), await handIn('Lò Thị Mai')];
    const accepted = await window.post(`/v1/dossiers/${first}/acts/accept`);
    await window.post('/v1/tasks/bulk', { act: 'complete', items: [{ dossier: first }, { dossier: second }] });
    await window.post(`/v1/dossiers/${second}/acts/accept`, {}, 'once');
    const task = (await api.installation.desk.db.selectFrom('tasks').selectAll().where('dossier_id', '=', first).where('closed_at', 'is', null).executeTakeFirstOrThrow());
    const examiner = held(await api.officer('sử', [`${task.officer_role}@${task.agency}`, `leader@${committee}`]));
    await examiner.post(`/v1/dossiers/${first}/acts/take-up`, { taskId: task.task_id });
    await examiner.post(`/v1/dossiers/${first}/acts/request-supplement`, { taskId: task.task_id, items: ['request'], note: 'thiếu chữ ký' });
    const administrator = held(await api.officer('quản', [`procedure-control@${committee}`], ['administrator']));
    const auditor = held(await api.officer('thanh', [], ['auditor']));
    const client = held(await api.client('một-cửa', { scopes: ['dossiers:read', 'statistics:read'], agencies: [COMMUNE_UNIT, committee] }));

    const applicant = held(visitor(api.url, { 'accept-language': 'en', 'x-tracking-secret': trackingSecret(TRACKING_KEY, first) }));

    // Whatever can be read is read, by everybody: what is forbidden to somebody is documented, too.
    const values: Readonly<Record<string, string>> = { reference: first, agency: COMMUNE_UNIT, version: '1', person: 'páo' };
    const codes: Readonly<Record<string, string>> = { tracking: accepted.body.code, problems: 'NOT_FOUND', procedures: THREE_LEVELS };
    const valueOf = (path: string, name: string): string | undefined => (name === 'code' ? codes[path.split('/')[2]!] : values[name]);
    const readable = operations().filter(
      ([, path, method, { parameters = [] }]) => method === 'get' && !LEFT_OUT.test(path) && parameters.every(({ in: where, required, name }) => !required || (where === 'path' && valueOf(path, name) !== undefined)),
    );
    for (const [, path] of readable) {
      const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(valueOf(path, name)!));
      for (const who of [window, examiner, administrator, auditor, client, applicant]) await who.get(address);
    }

    await applicant.get(`/v1/calendar/due?procedure=${THREE_LEVELS}&unit=${COMMUNE_UNIT}`);

    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(['POST /v1/dossiers', 'POST /v1/tasks/bulk', 'GET /v1/tasks', 'GET /v1/dossiers/{reference}', 'GET /v1/dossiers/{reference}/history', 'GET /v1/dossiers/{reference}/timeline']));
    const never = readable.map(([name]) => name).filter((name) => !seen.has(name));
    // No calendar was amended in this story.
    expect(never).toEqual(['GET /v1/calendar/amendments/{version}']);
  });
});

const fits = (template: string, path: string): boolean => new RegExp(`^${template.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0]!);

/** Holds an answer against an operation's documented ones: undefined where it fits, else what does not. */
function validatorOf(document: Document): (operation: Operation, answer: Reply) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'document', components: document.components });
  const absolute = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'));
  return ({ responses }, { status, headers, body }) => {
    const documented = responses[status];
    if (!documented) return `status is not documented, answered was ${JSON.stringify(body).slice(0, 300)}`;
    const type = (headers.get('content-type') ?? '').split(';')[0]!;
    if (!documented.content || status === 204) return undefined;
    const schema = documented.content[type]?.schema;
    if (!schema) return `content type "${type}" is not documented`;
    if (!/json/.test(type)) return undefined;
    const validate = ajv.compile(absolute(schema));
    return validate(body) ? undefined : ajv.errorsText(validate.errors);
  };
}
