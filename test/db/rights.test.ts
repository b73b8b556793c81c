import { sql } from 'kysely';
import type { Reader } from '../../db/api-database';
import { roleName, type Role } from '../../db/ensure-roles';
import { recordDossier } from '../../db/record';
import { fireDueWatches } from '../../db/fire-watches';
import { submitOnce } from '../../db/submit-once';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, dossierRow, event, HOUR, MORNING, recording, rung, taskRow, watchRow } from './samples';

let database: TestDatabase;
const muong = dossierId('muong'); // received and examined by H35.12
const consulted = dossierId('consulted'); // received by H35.12, a task of the tax office's in it
const elsewhere = dossierId('elsewhere'); // received by H35.40

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database.as('recorder');
  await recordDossier(pool, recording(muong, [event(1)], { tasks: [taskRow()], watches: [watchRow({ ladder: [rung('overdue', MORNING + HOUR, 'H35.12', 'H35')] })] }));
  await recordDossier(pool, recording(consulted, [event(1)], { tasks: [taskRow(), taskRow({ taskId: 'tax#1', agency: 'G12.34' })] }));
  await recordDossier(
    pool,
    recording(elsewhere, [event(1)], { dossier: dossierRow(elsewhere, 1, { receivingUnit: 'H35.40', holders: ['H35.40'] }), tasks: [taskRow({ agency: 'H35.40' })] }),
  );
  await fireDueWatches(pool, { officialNow: MORNING + 2 * HOUR });
});
afterAll(() => database.close());

/** What this identity sees of each table, as dossier ids. */
const seenBy = (identity: Reader) =>
  database.for(identity).transaction().execute(async (trx) => {
    const ids = async (table: 'tasks' | 'dossiers' | 'events' | 'escalations' | 'watches') =>
      (await trx.selectFrom(table).select('dossier_id').orderBy('dossier_id').execute()).map((row) => row.dossier_id);
    return {
      tasks: await ids('tasks'),
      dossiers: await ids('dossiers'),
      events: await ids('events'),
      escalations: await ids('escalations'),
      watches: await ids('watches'),
    };
  });

describe('the api role sees what the identity of its transaction may see', () => {
  test('an agency: its own tasks, and the dossiers it received, with their log', async () => {
    const own = [muong, consulted].sort();
    expect(await seenBy({ person: 'p-1', agencies: ['H35.12'] })).toEqual({ tasks: own, dossiers: own, events: own, escalations: [muong], watches: [muong] });
  });

  test('a consulted agency: its own task only, and that dossier', async () => {
    expect(await seenBy({ person: 'p-2', agencies: ['G12.34'] })).toEqual({ tasks: [consulted], dossiers: [consulted], events: [consulted], escalations: [], watches: [] });
  });

  test('whoever was told of an escalation may read it', async () => {
    expect(await seenBy({ person: 'p-3', agencies: ['H35'] })).toEqual({ tasks: [], dossiers: [], events: [], escalations: [muong], watches: [] });
  });

  test('several agencies at once: all of theirs', async () => {
    const all = [muong, consulted, elsewhere].sort();
    expect((await seenBy({ person: 'p-4', agencies: ['H35.12', 'H35.40'] })).tasks).toEqual(all);
  });

  test('an identity that only looks like an array sees nothing', async () => {
    expect((await seenBy({ person: 'p-5', agencies: ['H35.12","H35.40', '{H35.12}', `'; set role postgres; --`] })).tasks).toEqual([]);
  });

  test('no identity: no rows, and the identity of one transaction does not reach the next', async () => {
    const { db } = database.as('api');
    await seenBy({ person: 'p-1', agencies: ['H35.12'] });
    for (const table of ['tasks', 'dossiers', 'events', 'escalations', 'watches', 'submissions', 'personal_data', 'texts'] as const) {
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });

  test('it submits for its own unit only', async () => {
    const submission = { requestDigest: 'd', input: {}, people: [{ subject: 'applicant', name: 'Lò Thị Đào' }], at: MORNING } as const;
    const submitAs = (agency: string, idempotencyKey: string, unit = agency) =>
      database.for({ person: 'p', agencies: [agency] }).transaction().execute((trx) => submitOnce(trx, { ...submission, unit, idempotencyKey }));
    expect(await submitAs('H35.12', 'k-1')).toMatchObject({ ok: true, value: { repeated: false, digests: { applicant: expect.any(String) } } });
    await expect(submitAs('H35.40', 'k-2', 'H35.12')).rejects.toThrow('row-level security');
    // A key of a unit it cannot see is refused like any other key in use.
    expect(await submitAs('H35.40', 'k-1')).toMatchObject({ ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });
});

/** Statements that change something, by table. */
const CHANGES = {
  'update events': `update lienthong.events set body = 'x'`,
  'delete events': `delete from lienthong.events`,
  'truncate events': `truncate lienthong.events`,
  'insert events': `insert into lienthong.events select * from lienthong.events where false`,
  'update escalations': `update lienthong.escalations set level = 'x'`,
  'delete escalations': `delete from lienthong.escalations`,
  'truncate escalations': `truncate lienthong.escalations`,
  'update dossiers': `update lienthong.dossiers set stage = 'x'`,
  'delete dossiers': `delete from lienthong.dossiers`,
  'update tasks': `update lienthong.tasks set status = 'x'`,
  'update outbox': `update lienthong.outbox set kind = 'event'`,
  'delete outbox': `delete from lienthong.outbox`,
  'update texts': `update lienthong.texts set text = 'x'`,
  'update procedures': `update lienthong.procedures set body = '{}'`,
  'delete submissions': `delete from lienthong.submissions`,
  'update submissions': `update lienthong.submissions set request_digest = 'x'`,
  'read alarms': `select * from lienthong.alarms`,
  'read personal data': `select * from lienthong.personal_data`,
} as const;

/** Everything that is not here is denied: rights are granted one by one. */
const ALLOWED: Readonly<Record<Exclude<Role, 'owner'>, readonly (keyof typeof CHANGES)[]>> = {
  recorder: ['insert events', 'update dossiers', 'update tasks', 'read alarms', 'read personal data'],
  api: ['read personal data'],
  relay: [],
  auditor: ['read alarms', 'read personal data'],
};

describe.each(Object.entries(ALLOWED))('the %s role', (role, allowed) => {
  test.each(Object.entries(CHANGES))('%s', async (name, statement) => {
    // Undone at once: only the right is asked for.
    const attempt = database.query(`begin; set local role ${roleName(role as Role)}; ${statement}; rollback`);
    if (allowed.includes(name as keyof typeof CHANGES)) await attempt;
    else await expect(attempt).rejects.toThrow(/permission denied/);
  });
});

test('the auditor reads all dossiers', async () => {
  expect(await database.as('auditor').db.selectFrom('events').select('dossier_id').execute()).toHaveLength(3);
});

describe('what has happened cannot be altered by its owner, nor by a superuser', () => {
  const statements = Object.entries(CHANGES).filter(([name]) => /^(update|delete|truncate) (events|escalations)$/.test(name));
  test.each(statements)('%s', async (_name, statement) => {
    await expect(database.query(`set role lienthong_owner; ${statement}`)).rejects.toThrow('append-only');
    await expect(database.query(statement)).rejects.toThrow('append-only');
  });

  test('the owner role is under row-level security too: only what its answering functions need is open to it, by name', async () => {
    const open = await database.query<{ table: string }>(
      `select tablename as table from pg_policies where schemaname = 'lienthong' and 'lienthong_owner' = any(roles) order by 1`,
    );
    expect(open.map(({ table }) => table)).toEqual([
      ...['access_log', 'alarms', 'attachments', 'commands', 'contact_preferences', 'dossier_codes', 'dossiers', 'erasures', 'heads', 'notices'],
      ...['outbox', 'outbox_cursors', 'parked', 'personal_data', 'personal_data_changes', 'personal_data_former', 'receipt_prints', 'receipts'],
      ...['reconciled_dossiers', 'retention_floors', 'retention_runs', 'sessions', 'stray_files', 'submissions', 'tasks', 'texts'],
      ...['voice_texts', 'watches'],
    ]);
  });
});

test('every table that holds dossiers is under forced row-level security', async () => {
  const { db } = database.as('auditor');
  const open = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'dossier_id'
     where c.relnamespace = 'lienthong'::regnamespace and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`.execute(db);
  expect(open.rows).toEqual([]);
});
