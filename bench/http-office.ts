import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { SESSION_COOKIE } from '../api/identity/cookies';
import { saveAccount } from '../db/accounts';
import { NOBODY, openApiDatabase, readerGiver } from '../db/api-database';
import type { ApiLogins } from '../db/api-database';
import { openDatabase } from '../db/database';
import { workList } from '../db/reads/work-list';
import type { WorkListKey } from '../db/reads/work-list';
import type { Schema } from '../db/schema';
import { beginSession } from '../db/sessions';
import { actOnDossier } from '../gateway/act-on-dossier';
import { databaseUrlFor } from '../gateway/database-logins';
import { submitDossier } from '../gateway/submit-dossier';
import { succeeded } from './dossier-side';
import { httpVisitor } from './http-visitor';
import type { HttpVisitor } from './http-visitor';
import type { Cast, Officer, Script, ScriptedAct } from './script';
import type { Stage } from './stage';

/** Rows on a page of the work list, as the API gives them by default. */
const PAGE = 50;
/** After so many pages an officer begins at the top again. */
const PAGES = 4;
/** Each but the last one is completed; that one is taken up and released for as long as the bench goes on. */
const DOSSIERS_EACH = 8;

/** One officer at work: what they look at, both ways, and what they do. */
export interface AtWork {
  /** The next page of their work list over HTTP. */
  readList(): Promise<void>;
  /** The next page, with the same rights, from PostgreSQL alone over a connection of their own. */
  readBare(): Promise<void>;
  /** The next act on one of their dossiers, over HTTP. */
  act(): Promise<void>;
  close(): Promise<void>;
}

/** Officers who examine first, each at another agency, signed in, with real dossiers before them. */
export async function openOffice(stage: Stage, url: string, { procedure, scripts }: Cast, officers: number): Promise<readonly AtWork[]> {
  const database = openApiDatabase(loginsOf(stage), 4);
  const db = database.as(NOBODY);
  try {
    return await Promise.all(
      scripts.slice(0, officers).map(async (script) => {
        const { officer } = examinationOf(script);
        await saveAccount(db, officer.person, {});
        const { token, csrf } = await beginSession(db, officer.person, Date.now());
        const dossiers = [];
        for (let n = 0; n < DOSSIERS_EACH; n++) dossiers.push(await forwardedDossier(stage, procedure.code, script));
        return atWork(httpVisitor(url, `${SESSION_COOKIE}=${token}`, csrf), await bareConnection(loginsOf(stage).api, officer), script, dossiers);
      }),
    );
  } finally {
    await database.close();
  }
}

/** As whom the API connects. */
const loginsOf = ({ dataDir }: Stage): ApiLogins => ({ api: databaseUrlFor(dataDir, 'api'), auditor: databaseUrlFor(dataDir, 'auditor') });

/** The first examination after the window has passed a dossier on: who does it, and how it ends. */
export function examinationOf({ acts }: Script): { readonly officer: Officer; readonly complete: ScriptedAct } {
  const complete = acts.filter(({ act }) => act === 'complete')[1];
  if (!complete) throw new Error('the procedure of the bench has no examination after its acceptance');
  return { officer: complete.by, complete };
}

function atWork(visitor: HttpVisitor, bare: BareConnection, script: Script, dossiers: readonly string[]): AtWork {
  const { officer, complete } = examinationOf(script);
  const actsLeft = actsOn(dossiers, complete);
  let [next, page]: [string | null, number] = [null, 0];
  let [bareNext, barePage]: [WorkListKey | undefined, number] = [undefined, 0];
  return {
    async readList() {
      const { items, next: after } = await visitor.get<{ items: readonly unknown[]; next: string | null }>(`/v1/tasks?limit=${PAGE}${next === null ? '' : `&cursor=${next}`}`);
      if (items.length === 0) throw new Error(`the work list of ${officer.agency} is empty`);
      page = (page + 1) % PAGES;
      next = page === 0 ? null : after;
    },
    async readBare() {
      // One more than the page, as the API asks for to know whether there is a next one.
      const rows = await workList(bare.db, { agencies: [officer.agency], limit: PAGE + 1, ...(bareNext === undefined ? {} : { after: bareNext }) });
      if (rows.length === 0) throw new Error(`the work list of ${officer.agency} is empty`);
      barePage = (barePage + 1) % PAGES;
      bareNext = barePage === 0 || rows.length <= PAGE ? undefined : rows[PAGE - 1]!.key;
    },
    async act() {
      const { dossier, act, fields } = actsLeft.next().value;
      await visitor.post(`/v1/dossiers/${dossier}/acts/${act}`, { ...fields, taskId: complete.taskId }, randomUUID());
    },
    async close() {
      visitor.close();
      await bare.close();
    },
  };
}

interface HttpAct {
  readonly dossier: string;
  readonly act: string;
  readonly fields: Readonly<Record<string, string>>;
}

function* actsOn(dossiers: readonly string[], complete: ScriptedAct): Generator<HttpAct, never> {
  for (const dossier of dossiers.slice(0, -1)) {
    for (const act of ['take-up', 'release', 'take-up']) yield { dossier, act, fields: {} };
    yield { dossier, act: 'complete', fields: complete.fields };
  }
  for (const dossier = dossiers.at(-1)!; ; ) for (const act of ['take-up', 'release']) yield { dossier, act, fields: {} };
}

async function forwardedDossier({ desk }: Stage, procedure: string, { unit, place, receptionist, acts }: Script): Promise<string> {
  const { dossierId } = succeeded(
    await submitDossier(desk, {
      key: `bench-${randomUUID()}`, procedure, unit, place, channel: 'counter', facts: {}, documents: ['request'], people: [{ subject: 'applicant', name: 'Lò Thị Mai' }], as: receptionist.person,
    }),
  );
  for (const { by, act, fields } of acts.slice(0, 2)) succeeded(await actOnDossier(desk, { dossier: dossierId, act, as: by.person, fields }));
  return dossierId;
}

interface BareConnection {
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

/** A connection that is its officer's for good: their identity is set once, so that a question is nothing but its query. */
async function bareConnection(url: string, { person, agency }: Officer): Promise<BareConnection> {
  const database = openDatabase({ url, role: 'api', max: 1, applicationName: 'lienthong-bench' });
  const client = await database.pool.connect();
  await readerGiver(url)(client, { person, agencies: [agency] });
  const kept = { query: client.query.bind(client), release: () => undefined };
  return {
    db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: { connect: async () => kept as never, end: async () => undefined } }) }),
    close: async () => {
      client.release();
      await database.close();
    },
  };
}
