import { recordDossier } from '../../db/record';
import { verifyChain } from '../../db/reads/verify-chain';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, event, recording } from './samples';

let database: TestDatabase;
beforeAll(async () => { database = await openTestDatabase(); });
afterAll(() => database.close());

const recorded = async (name: string): Promise<string> => {
  const id = dossierId(name);
  await recordDossier(database.as('recorder').pool, recording(id, [1, 2, 3, 4].map((seq) => event(seq, { command: { note: `Đã nhận ${seq}` } }))));
  return id;
};

/** What only somebody with the server's own rights can do: switch the guard off, change rows, switch it on again. */
const tamper = (statement: string) =>
  database.query(`begin; alter table lienthong.events disable trigger events_append_only; ${statement};
                  alter table lienthong.events enable trigger events_append_only; commit`);

const verdict = (id: string) => verifyChain(database.as('auditor').db, id);

test('an untouched log is intact, an unknown one empty', async () => {
  expect(await verdict(await recorded('untouched'))).toEqual({ intact: true, headSeq: 4 });
  expect(await verdict(dossierId('unknown'))).toEqual({ intact: true, headSeq: 0 });
});

test('one flipped byte is found at its seq', async () => {
  const id = await recorded('flipped');
  await tamper(`update lienthong.events set body = replace(body, 'nhận 3', 'nhận 5') where dossier_id = '${id}' and seq = 3`);
  expect(await verdict(id)).toEqual({ intact: false, brokenSeq: 3, reason: 'hash' });
});

test('a text changed together with its own digest breaks at the next event', async () => {
  const id = await recorded('rehashed');
  await tamper(`update lienthong.events set body = body || ' ', hash = sha256(previous_hash || convert_to(body || ' ', 'UTF8'))
                 where dossier_id = '${id}' and seq = 2`);
  expect(await verdict(id)).toEqual({ intact: false, brokenSeq: 3, reason: 'hash' });
});

test('a searchable column that contradicts the text is found', async () => {
  const id = await recorded('columns');
  await tamper(`update lienthong.events set at = at + 1 where dossier_id = '${id}' and seq = 2`);
  expect(await verdict(id)).toEqual({ intact: false, brokenSeq: 2, reason: 'columns' });
});

test('a removed event, and a removed tail, are found', async () => {
  const middle = await recorded('removed');
  await tamper(`delete from lienthong.events where dossier_id = '${middle}' and seq = 2`);
  expect(await verdict(middle)).toEqual({ intact: false, brokenSeq: 2, reason: 'missing' });
  const tail = await recorded('tail');
  await tamper(`delete from lienthong.events where dossier_id = '${tail}' and seq = 4`);
  expect(await verdict(tail)).toEqual({ intact: false, brokenSeq: 4, reason: 'head' });
});

test('a chain cannot be passed off as that of another dossier', async () => {
  const id = await recorded('original');
  const other = dossierId('impostor');
  await tamper(`insert into lienthong.events select '${other}', seq, type, at, actor, command_id, command_index, rules, epoch, body, previous_hash, hash
                  from lienthong.events where dossier_id = '${id}'`);
  expect(await verdict(other)).toEqual({ intact: false, brokenSeq: 1, reason: 'hash' });
});
