import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logAccess } from '../../db/access-log';
import { openDatabase } from '../../db/database';
import { InstallationClock } from '../../db/installation-clock';
import { localDateOf } from '../../domain/calendar/local-time';
import { databaseUrlFor } from '../../gateway/database-logins';
import { confirm } from '../../gateway/second-person/confirmations';
import type { DecisionDesk } from '../../gateway/second-person/confirmations';
import { machine, person } from './callers';
import type { Caller } from './callers';
import { insist } from './insist';
import type { Connection } from './insist';
import type { Answer, Request } from './http';
import { learnProcedure, PROCEDURES } from './procedures';
import type { KnownProcedure, ProcedureView } from './procedures';

/** Everybody who acts in a run, let in over the API as docs/api.md says. */
export interface Office {
  readonly machines: readonly Caller[];
  /** One-stop units; each client hands in at one of them. */
  readonly units: readonly string[];
  /** A receptionist of the first unit. */
  readonly officer: Caller;
  readonly procedures: readonly KnownProcedure[];
  /** What the receiver's messages are signed with. */
  readonly webhookSecret: string;
}

interface AgencyView {
  readonly code: string;
  readonly tier: string;
  readonly plays: readonly string[];
}

const OFFICER = 'lan.nt';
const PASSWORD = 'một cửa Đoàn Kết';
const ADMIN_PASSWORD = 'nước chè và nếp nương';
const SCOPES = ['dossiers:submit', 'dossiers:read', 'acts:agency'];

export interface OfficeOptions {
  readonly dataDir: string;
  readonly clients: number;
  /** Where messages go. */
  readonly webhook: string;
  /** Official time, from which the receptionist has the post. */
  readonly official: number;
}

export async function openOffice(connection: Connection, options: OfficeOptions): Promise<Office> {
  const { dataDir, clients, webhook, official } = options;
  const [name = '', password = ''] = readFileSync(join(dataDir, 'first-administrator'), 'utf8').trim().split(' ');
  const admin = await withOwnPassword(connection, name, password, ADMIN_PASSWORD);
  const ask = async <T>(
    request: Omit<Request, 'headers'>,
    headers?: Record<string, string>,
  ): Promise<Answer & { readonly json: T }> => {
    const answer = await insist(connection, { who: admin, ...request, headers });
    if (answer.status >= 400) throw new Error(`${request.method} ${request.path}: ${answer.code} ${answer.detail}`);
    return answer as Answer & { readonly json: T };
  };
  const subscription = { kind: 'webhook', name: 'chaos', url: webhook, fromStart: true };
  const { secret } = (await ask<{ secret: string }>({ method: 'POST', path: '/v1/subscriptions', body: subscription }))
    .json;
  const agencies = await everyAgency(ask);
  const isWindow = ({ plays, tier }: AgencyView): boolean => plays.includes('one-stop-unit') && tier === 'commune';
  const units = agencies
    .filter(isWindow)
    .map(({ code }) => code)
    .slice(0, Math.max(3, clients / 2));
  const machines: Caller[] = [];
  for (let n = 0; n < clients; n++) {
    const clientId = `chaos-${n}`;
    const body = { clientId, name: `Chaos ${n}`, scopes: SCOPES, agencies: agenciesAround(agencies, units) };
    const proposed = await ask<{ id: string }>({ method: 'POST', path: '/v1/clients', body });
    machines.push(machine(connection, clientId, await confirmAlone(dataDir, proposed.json.id)));
  }
  const request = await postReceptionist(ask, units[0] as string, official);
  const officer = await withOwnPassword(connection, OFFICER, await confirmAlone(dataDir, request), PASSWORD);
  const procedures: KnownProcedure[] = [];
  for (const code of PROCEDURES) {
    const who = machines[0] as Caller;
    const answer = await insist(connection, { who, method: 'GET', path: `/v1/procedures/${code}` });
    procedures.push(learnProcedure(code, answer.json as ProcedureView));
  }
  return { machines, units, officer, procedures, webhookSecret: secret };
}

/** Somebody at their first sign-in: what they were given is exchanged for what only they know. */
async function withOwnPassword(connection: Connection, name: string, given: string, own: string): Promise<Caller> {
  const who = person(connection, name, given);
  const body = { old: given, new: own };
  const answer = await insist(connection, { who, method: 'PUT', path: '/v1/session/password', body });
  if (answer.status >= 400) throw new Error(`${name} cannot choose a password: ${answer.code} ${answer.detail}`);
  return person(connection, name, own);
}

type Ask = <T>(
  request: Omit<Request, 'headers'>,
  headers?: Record<string, string>,
) => Promise<Answer & { readonly json: T }>;

async function everyAgency(ask: Ask): Promise<readonly AgencyView[]> {
  const agencies: AgencyView[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/v1/agencies?limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: { items: AgencyView[]; next: string | null } = (
      await ask<{ items: AgencyView[]; next: string | null }>({ method: 'GET', path })
    ).json;
    agencies.push(...page.items);
    cursor = page.next;
  }
  return agencies;
}

/** Provincial agencies, and of the communes those that are used: row-level security need not compare hundreds. */
function agenciesAround(agencies: readonly AgencyView[], units: readonly string[]): readonly string[] {
  const communes = units.map((code) => code.replace(/\.\d+$/, ''));
  const near = ({ tier, code }: AgencyView): boolean =>
    tier !== 'commune' || communes.some((commune) => code === commune || code.startsWith(`${commune}.`));
  return agencies
    .filter(near)
    .map(({ code }) => code)
    .slice(0, 1_000);
}

/** Names the request for the first password, which somebody else has to confirm. */
async function postReceptionist(ask: Ask, unit: string, official: number): Promise<string> {
  const path = `/v1/people/${OFFICER}`;
  await ask({ method: 'PUT', path, body: { name: 'Nguyễn Thị Lan' } }, { 'if-none-match': '*' });
  const from = `${localDateOf(official)}T00:00:00+07:00`;
  await ask({ method: 'POST', path: `${path}/postings`, body: { agency: unit, role: 'receptionist', from } });
  const etag = (await ask({ method: 'GET', path })).headers.get('etag') ?? '';
  const reset = { method: 'POST', path: `${path}/password-reset` } as const;
  return (await ask<{ id: string }>(reset, { 'if-match': etag })).json.id;
}

const OPERATOR = 'os:chaos';

/** Confirms as whoever keeps the machine, as long as there is one administrator; answers with the secret that is shown this once. */
async function confirmAlone(dataDir: string, id: string): Promise<string> {
  const database = openDatabase({ url: databaseUrlFor(dataDir, 'recorder'), role: 'recorder', max: 2, applicationName: 'chaos-operator' });
  try {
    const clock = await InstallationClock.open(database.db);
    const log: DecisionDesk['log'] = (trx, detail) => logAccess(trx, { at: clock.now(), who: OPERATOR, action: 'administration', detail });
    const confirmed = await confirm({ db: database.db, clock, by: OPERATOR, log }, id);
    if (!confirmed.ok) throw new Error(`${id} cannot be confirmed: ${confirmed.refusal.code}`);
    return confirmed.value.secret ?? '';
  } finally {
    await database.close();
  }
}
