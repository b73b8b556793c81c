import { openingIn } from '../../domain/dossier/signed';
import { Signing } from '../../gateway/signing';
import { signWhatWasKept } from '../../workers/sign-what-was-kept';
import type { StoredSubmission } from '../../gateway/submit-dossier';
import { temporaryDataDir } from '../servers';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId } from './samples';

/** What a program of before signatures left behind, as its rows were: envelopes without a signature. */
let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database?.close());

const envelope = (commandId: string, command: object) => ({
  commandId,
  actor: { kind: 'applicant' },
  stampedAt: 1_647_219_600_000,
  command,
});

async function leave(id: string): Promise<void> {
  const prepared = { dossierId: id, commandId: 'kept', recorded: false, envelopes: [envelope('kept', { act: 'withdraw', reason: null })] };
  const input = { dossierId: id, procedureCode: '9.900010.H35', procedureVersion: 1, receivingUnit: 'H35.12', place: 'H35.41.01' };
  const command = { act: 'submit', channel: 'counter', facts: {}, documents: [], applicantDigest: '' };
  const stored = { input, envelope: envelope(`submit:${id}`, command) };
  await database.query(
    `insert into lienthong.commands (command_id, dossier_id, who, agencies, act, prepared, received_at, next_attempt_real_at)
     values ('kept', $1, 'p', '{}', 'withdraw', $2, 0, 0)`,
    [id, JSON.stringify(prepared)],
  );
  await database.query(
    `insert into lienthong.submissions (dossier_id, unit, idempotency_key, request_digest, input, at)
     values ($1, 'H35.12', $2, '', $3, 0)`,
    [id, `key-${id}`, JSON.stringify(stored)],
  );
}

test('what an earlier program kept is signed once, by the key of the windows; nothing that has a signature changes', async () => {
  const signing = new Signing(temporaryDataDir('kept'), 'api');
  const id = dossierId('kept');
  await leave(id);
  await signWhatWasKept(database.url, signing);
  const read = async () => ({
    commands: await database.query<{ prepared: any }>('select prepared from lienthong.commands'),
    submissions: await database.query<{ input: StoredSubmission }>('select input from lienthong.submissions'),
  });
  const { commands, submissions } = await read();
  expect(commands.map(({ prepared }) => signing.faultOfEnvelope(id, prepared.envelopes[0]))).toEqual([null]);
  expect(submissions.map(({ input: { input, envelope: kept } }) => signing.faultOfEnvelope(id, kept, openingIn(input)))).toEqual([null]);
  await signWhatWasKept(database.url, signing);
  expect(await read()).toEqual({ commands, submissions });
});

test('row-level security holds for the owner as before, also where signing fails', async () => {
  const dataDir = temporaryDataDir('kept-fails');
  const signing = new Signing(dataDir, 'relay');
  await leave(dossierId('unsignable'));
  await expect(signWhatWasKept(database.url, signing)).rejects.toThrow('the relay may not sign');
  const forced = await database.query(
    `select relname from pg_class where oid in ('lienthong.commands'::regclass, 'lienthong.submissions'::regclass) and relforcerowsecurity`,
  );
  expect(forced).toHaveLength(2);
});
