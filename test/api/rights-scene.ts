import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { trackingSecret } from '../../gateway/tracking-secret';
import { does, onlyTask, submitted } from '../engine/desk-work';
import { TRACKING_KEY, startTestApi } from './environment';
import type { TestApi } from './environment';

/** Two communes of two districts, that have nothing to do with each other. */
export const SIDES = {
  own: { unit: 'H35.41.01.01', desk: 'H35.41.01.04', elsewhere: 'H35.41.01.03', applicant: { name: 'Lường Thị Kín Sáng', idNumber: '014199000001', phone: '0911000001' }, words: 'lời riêng của bên sáng' },
  other: { unit: 'H35.42.01.01', desk: 'H35.42.01.04', elsewhere: 'H35.42.01.03', applicant: { name: 'Vàng A Kín Tối', idNumber: '014199000002', phone: '0922000002' }, words: 'lời riêng của bên tối' },
} as const;
export type Side = keyof typeof SIDES;

const PROCEDURE = '9.900010.H35';

/** Everybody who may knock, as test/api/rights-table.ts explains them; "own" is the commune of H35.41.01. */
const PEOPLE = {
  idl: { posts: [] },
  rec: { posts: [`receptionist@${SIDES.own.unit}`] },
  spc: { posts: [`specialist@${SIDES.own.desk}`] },
  div: { posts: [`division-head@${SIDES.own.desk}`] },
  lea: { posts: [`leader@${SIDES.own.desk}`] },
  clk: { posts: [`clerk@${SIDES.own.unit}`] },
  oth: { posts: [`specialist@${SIDES.other.desk}`] },
  sup: { posts: ['leader@H35.41'] },
  ctl: { posts: ['procedure-control@H35.01.02'] },
  aud: { posts: [], grants: ['auditor'] },
  adm: { posts: [], grants: ['administrator'] },
  ada: { posts: [], grants: ['administrator', 'auditor'] },
} as const;
const CLIENTS = {
  agc: { scopes: ['dossiers:read', 'acts:agency', 'statistics:read'], agencies: [SIDES.own.unit, SIDES.own.desk], system: null },
  par: { scopes: ['acts:partner'], agencies: [SIDES.own.unit], system: 'tax' },
  por: { scopes: ['dossiers:submit'], agencies: ['H35'], system: null },
} as const;
export const ROLES = ['nob', ...(Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]), ...(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[]), 'rcp', 'rcx'] as const;
export type RoleName = (typeof ROLES)[number];

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly bytes?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface Heard {
  readonly status: number;
  readonly text: string;
  readonly correlationId: string;
}

/** A dossier that waits at the desk of its commune. */
export interface SceneDossier {
  readonly dossierId: string;
  readonly code: string;
  readonly taskId: string;
  /** Of its one file; empty where it has none. */
  readonly attachmentId: string;
}

export interface Scene {
  readonly api: TestApi;
  readonly main: Readonly<Record<Side, SceneDossier & { readonly complaintId: string; readonly posting: number }>>;
  headersOf(role: RoleName): Readonly<Record<string, string>>;
  say(role: RoleName, request: Request): Promise<Heard>;
  /** Another dossier of that side, in the state an act needs. */
  dossierIn(state: DossierState, side: Side): Promise<SceneDossier>;
  close(): Promise<void>;
}

/** How far a dossier is carried before somebody tries an act on it. */
export type DossierState = 'submitted' | 'sent' | 'at-desk' | 'with-file' | 'taken' | 'supplement-wanted' | 'supplement-provided' | 'forwarded' | 'withdrawn';

export async function setScene(): Promise<Scene> {
  const api = await startTestApi({ at: '2022-03-14T08:00' });
  const { desk } = api.installation;
  let made = 0;
  const dossierIn = async (state: DossierState, side: Side): Promise<SceneDossier> => {
    const { unit, desk: agency, applicant, words } = SIDES[side];
    const { dossierId } = await submitted(desk, `scene-${(made += 1)}`, { unit, procedure: PROCEDURE, people: [{ subject: 'applicant', ...applicant }], as: `receptionist@${unit}` });
    const act = (name: string, role: string, fields: Record<string, unknown> = {}) => does(desk, dossierId, name, role, { fields });
    if (state !== 'submitted') {
      await act('accept', `receptionist@${unit}`);
      await act('complete', `receptionist@${unit}`, { note: words });
    }
    if (state === 'withdrawn') await act('withdraw', `receptionist@${unit}`);
    if (!['submitted', 'sent', 'withdrawn'].includes(state)) await act('acknowledge', `specialist@${agency}`);
    if (state === 'taken') await act('assign', `leader@${agency}`, { person: side === 'own' ? 'spc' : 'oth' });
    if (state.startsWith('supplement')) await act('request-supplement', `specialist@${agency}`, { items: ['Giấy xác nhận'] });
    if (state === 'supplement-provided') await act('provide-supplement', `receptionist@${unit}`);
    if (state === 'forwarded') await act('complete', `specialist@${agency}`, { outcome: 'done' });
    const row = await dossierByIdOrCode(desk.db, dossierId);
    const taskId = state === 'withdrawn' ? 'none#1' : (await onlyTask(desk, dossierId)).taskId;
    return { dossierId, code: row?.code ?? dossierId, taskId, attachmentId: state === 'with-file' ? await attach(side, dossierId) : '' };
  };
  const window = { own: await api.officer('own-window', [`receptionist@${SIDES.own.unit}`]), other: await api.officer('other-window', [`receptionist@${SIDES.other.unit}`]) };
  const attach = async (side: Side, dossierId: string): Promise<string> => {
    const { words } = SIDES[side];
    const answer = await fetch(`${api.url}/v1/dossiers/${dossierId}/attachments?name=${encodeURIComponent(`${words}.txt`)}`, {
      method: 'POST',
      headers: { ...window[side].headers, 'content-type': 'text/plain', 'idempotency-key': `file-of-${dossierId}` },
      body: words,
    });
    return ((await answer.json()) as { attachment: { attachmentId: string } }).attachment.attachmentId;
  };

  const headers: Partial<Record<RoleName, Record<string, string>>> = { nob: {} };
  for (const [name, { posts, ...more }] of Object.entries(PEOPLE)) headers[name as RoleName] = (await api.officer(name, posts, 'grants' in more ? [...more.grants] : [])).headers;
  for (const [name, given] of Object.entries(CLIENTS)) headers[name as RoleName] = (await api.client(`client-${name}`, given)).headers;

  let cells = 0;
  const say = async (role: RoleName, { method, path, body, bytes, headers: more }: Request): Promise<Heard> => {
    const correlationId = `cell-${String((cells += 1)).padStart(6, '0')}`;
    const type: Record<string, string> = bytes === undefined ? (body === undefined ? {} : { 'content-type': 'application/json' }) : { 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${api.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { 'accept-language': 'en', ...headers[role], ...type, 'idempotency-key': correlationId, ...more, 'x-correlation-id': correlationId },
      ...(bytes === undefined ? (body === undefined ? {} : { body: JSON.stringify(body) }) : { body: bytes }),
    });
    const named = answer.headers.get('x-correlation-id') ?? '';
    // A stream would go on for ever; that it began is the answer.
    if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
      await answer.body?.cancel();
      return { status: answer.status, text: '', correlationId: named };
    }
    return { status: answer.status, text: await answer.text(), correlationId: named };
  };

  const furnished = async (side: Side): Promise<Scene['main'][Side]> => {
    const dossier = await dossierIn('with-file', side);
    const { desk: agency, words } = SIDES[side];
    const secret = trackingSecret(TRACKING_KEY, dossier.dossierId);
    if (side === 'own') headers['rcp'] = { 'x-tracking-secret': secret };
    else headers['rcx'] = { 'x-tracking-secret': secret };
    const complaint = await api.anonymous.send('POST', `/v1/tracking/${dossier.code}/complaints`, { text: words, contact: SIDES[side].applicant.phone }, { 'x-tracking-secret': secret, 'idempotency-key': `complaint-${side}` });
    const admin = await api.officer('scene-admin', [], ['administrator']);
    const registered = await admin.get(`/v1/people/${side === 'own' ? 'spc' : 'oth'}`);
    const leader = await api.officer(`${side}-leader`, [`leader@${agency}`]);
    await leader.send('PUT', `/v1/dossiers/${dossier.dossierId}/tasks/${encodeURIComponent(dossier.taskId)}/people/${side}-leader`, { part: 'monitor' });
    return { ...dossier, complaintId: complaint.body.complaintId, posting: registered.body.postings[0].id };
  };
  const main = { own: await furnished('own'), other: await furnished('other') };
  return { api, main, headersOf: (role) => headers[role]!, say, dossierIn, close: () => api.close() };
}
