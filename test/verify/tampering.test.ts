import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { sealAccess } from '../../db/access-seals';
import { closeAlarm } from '../../db/alarms';
import { logAccess } from '../../db/access-log';
import { correctPerson } from '../../gateway/personal-data';
import { Signing } from '../../gateway/signing';
import type { TamperFinding } from '../../domain/verification/finding';
import { anchorSigner } from '../../gateway/anchor-key';
import { anchorLogs } from '../../gateway/anchor-logs';
import { describeOn } from '../servers';
import { eraseWhole, prepareOriginal } from './scene';
import type { Original, Scene } from './scene';

describeOn('postgres', 'whatever the owner of the database changes is found and named', () => {
  let original: Original;
  let scene: Scene;
  beforeAll(async () => {
    original = await prepareOriginal();
  }, 180_000);
  afterAll(() => original.close());
  beforeEach(async () => {
    scene = await original.copy();
  }, 60_000);
  afterEach(() => scene.close());

  const second = (): string => scene.dossiers[1]!;
  const kinds = (findings: readonly TamperFinding[]): string[] => [...new Set(findings.map(({ kind }) => kind))];
  const inSecond = (kind: string, more: object = {}): object =>
    expect.objectContaining({ kind, dossierId: second(), ...more });

  test('what nobody has touched is as it was written', async () => {
    expect(await scene.verify()).toEqual([]);
    expect(await scene.verify(second())).toEqual([]);
  });

  test('a byte in an event', async () => {
    await scene.tamper(
      `update events set body = replace(body, 'forward', 'forwerd') where dossier_id = '${second()}' and command_id = 'forward' and command_index = 0`,
    );
    const findings = await scene.verify();
    expect(kinds(findings)).toEqual(['event-changed']);
    expect(findings[0]).toMatchObject({ dossierId: second(), seq: expect.any(Number) });
  });

  test('a column beside the text of an event', async () => {
    await scene.tamper(`update events set command_index = 7 where dossier_id = '${second()}' and seq = 2`);
    expect(await scene.verify()).toEqual([inSecond('event-columns', { seq: 2, detail: 'command_index' })]);
    await scene.tamper(`update events set at = at - 1 where dossier_id = '${second()}' and seq = 3`);
    expect(await scene.verify()).toContainEqual(inSecond('event-columns', { seq: 3 }));
  });

  test('a row, taken out of the middle', async () => {
    await scene.tamper(`delete from events where dossier_id = '${second()}' and seq = 2`);
    expect(await scene.verify()).toContainEqual(inSecond('event-missing', { seq: 2 }));
  });

  test('the end cut off, with the head put where the log ends now', async () => {
    await scene.tamper(
      `delete from events where dossier_id = '${second()}' and seq > 3`,
      `update heads set (seq, hash) = (select seq, hash from events where dossier_id = '${second()}' and seq = 3) where dossier_id = '${second()}'`,
    );
    expect(await scene.verify()).toContainEqual(inSecond('anchored-changed'));
  });

  test('a whole dossier, taken out of every table', async () => {
    await scene.tamper(...everywhere(`'${second()}'`));
    const findings = await scene.verify();
    expect(findings).toContainEqual(inSecond('anchored-removed'));
    expect(kinds(findings)).not.toContain('anchor-changed');
  });

  test('a whole dossier, and every anchor of the database with it', async () => {
    await scene.tamper(
      ...everywhere(`'${second()}'`),
      'truncate anchors, anchor_leaves, anchor_stamps, anchor_letters',
    );
    const findings = await scene.verify();
    expect(findings).toContainEqual(inSecond('anchored-removed'));
    expect(kinds(findings)).toContain('anchor-missing');
  });

  test('a log that was only half taken away leaves traces', async () => {
    await scene.tamper(
      `delete from heads where dossier_id = '${second()}'`,
      `delete from events where dossier_id = '${second()}'`,
      'truncate anchors, anchor_leaves, anchor_stamps, anchor_letters',
    );
    writeFileSync(scene.anchorFile, '');
    expect(await scene.verify()).toContainEqual(inSecond('log-missing'));
  });

  test('an actor changed, chain and head recomputed: the anchor knows the log as it was', async () => {
    await scene.tamper(rewrite(second(), 2, 'receptionist@', 'somebody.else@'));
    const findings = await scene.verify();
    expect(findings).toContainEqual(inSecond('anchored-changed'));
    expect(kinds(findings)).not.toContain('event-changed');
  });

  test('an outcome changed, chain and head recomputed: its command does not give it', async () => {
    await scene.tamper(rewrite(second(), 1, '"feeOwed":false', '"feeOwed":true'));
    expect(await scene.verify()).toContainEqual(inSecond('replay-differs', { seq: 1 }));
  });

  test('due date and timeliness of the searchable row', async () => {
    await scene.tamper(
      `update dossiers set due_at = due_at + 864000000, timeliness_legal = 'early' where dossier_id = '${second()}'`,
    );
    const findings = await scene.verify();
    expect(findings).toContainEqual(inSecond('dossier-row', { detail: 'due_at' }));
    expect(findings).toContainEqual(inSecond('dossier-row', { detail: 'timeliness_legal' }));
  });

  test('the row of a task, and a watched deadline put off or declared told', async () => {
    await scene.tamper(
      `update tasks set assignee = 'nobody' where dossier_id = '${second()}'`,
      `update watches set due_at = due_at + 1 where dossier_id = '${second()}'`,
    );
    expect(kinds(await scene.verify()).sort()).toEqual(['task-row', 'watch-row']);
  });

  test('the name of an applicant', async () => {
    await scene.tamper(`update personal_data set name = 'Người khác' where dossier_id = '${second()}'`);
    expect(await scene.verify()).toContainEqual(inSecond('person-changed', { seq: 1, detail: 'applicant' }));
  });

  test('a name that was corrected is explained; one that was changed after that is not', async () => {
    const signing = new Signing(scene.dataDir, 'cli');
    const office = { db: scene.recorder.db, as: 'operator', signing, entry: { at: 1, who: 'os:lan' } } as const;
    const correction = { subject: 'applicant', values: { name: 'Lò Thị Mái' }, forget: false, ground: 'wrong' } as const;
    expect(await correctPerson(office, second(), { ...correction, reference: '16/2026' })).toMatchObject({ ok: true });
    expect(await scene.verify(second())).toEqual([]);
    await scene.tamper(`update personal_data set name = 'Người khác' where dossier_id = '${second()}'`);
    expect(await scene.verify(second())).toContainEqual(inSecond('person-changed', { seq: 1, detail: 'applicant' }));
  });

  test('who acted, with the whole chain and its head computed anew', async () => {
    await scene.tamper(
      `do $$
       declare r record; h bytea := sha256(convert_to('lienthong:${second()}', 'UTF8')); b text;
       begin
         for r in select * from events where dossier_id = '${second()}' order by seq loop
           b := replace(r.body, 'receptionist@', 'somebody.else@');
           update events set body = b, actor = replace(actor, 'receptionist@', 'somebody.else@'), previous_hash = h,
                  hash = sha256(h || convert_to(b, 'UTF8')) where dossier_id = r.dossier_id and seq = r.seq;
           h := sha256(h || convert_to(b, 'UTF8'));
         end loop;
         update heads set hash = h where dossier_id = '${second()}';
       end $$`,
    );
    const findings = await scene.verify();
    expect(findings).toContainEqual(inSecond('signature-wrong', { seq: 1 }));
    expect(kinds(findings)).toContain('anchored-changed');
  });

  test('a signature taken away, or put under another name', async () => {
    await scene.tamper(
      `update events set signed_by = null, signature = null where dossier_id = '${second()}' and seq = 1`,
      `update events set signed_by = 'api-0000000000000000' where dossier_id = '${second()}' and command_id = 'accept' and command_index = 0`,
    );
    const details = (await scene.verify(second())).map(({ kind, detail }) => [kind, detail]);
    expect(details).toEqual([
      ['signature-wrong', 'missing'],
      ['signature-wrong', 'unknown-key, api-0000000000000000'],
    ]);
  });

  test('a signature taken away, and the log said to be older than signatures', async () => {
    const [, second] = scene.dossiers as [string, string, string];
    await scene.tamper(
      `update events set signed_by = null, signature = null where dossier_id = '${second}'`,
      `insert into unsigned_logs select dossier_id, seq from heads where dossier_id = '${second}'`,
      `delete from anchor_leaves where kind = 'dossier' and id = '${second}'`,
    );
    expect(kinds(await scene.verify())).toContain('anchor-changed');
    expect(kinds(await scene.verify(second))).toContain('signature-wrong');
  });

  test('a note, also with its digest computed anew', async () => {
    await scene.tamper(
      `update texts set text = 'Không đủ', digest = encode(sha256(salt || convert_to('Không đủ', 'UTF8')), 'hex') where dossier_id = '${second()}'`,
    );
    expect(await scene.verify()).toContainEqual(inSecond('text-changed'));
  });

  test('erasure is no theft: what is gone by right has its mark, and nothing else has', async () => {
    await eraseWhole(scene, scene.dossiers[0]!);
    expect(await scene.verify()).toEqual([]);
    await scene.tamper(
      `delete from personal_data where dossier_id = '${second()}'`,
      `delete from texts where dossier_id = '${second()}'`,
    );
    expect(kinds(await scene.verify()).sort()).toEqual(['person-missing', 'text-missing']);
  });

  test('entries of the access log, deleted and rewritten', async () => {
    await scene.tamper(
      `delete from access_log where who = 'reader-2'`,
      `update access_log set who = 'nobody' where who = 'reader-5'`,
    );
    const findings = await scene.verify();
    expect(findings.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['access-removed', 3],
      ['access-changed', 6],
    ]);
  });

  test('the seals of the access log laid anew over what was left', async () => {
    await scene.tamper(`delete from access_log where who = 'reader-2'`, 'delete from access_seals');
    for (let n = 0; n < 2; n += 1) await sealAccess(scene.recorder.db);
    expect(await scene.verify()).toContainEqual(
      expect.objectContaining({ kind: 'anchored-changed', detail: expect.stringContaining('seal') }),
    );
  });

  test('entries that were rolled back are no gap, and new ones are sealed by the next calls', async () => {
    const client = await scene.recorder.pool.connect();
    await client.query('begin');
    await client.query(`insert into access_log (at, who, action) values (1, 'rolled-back', 'sign-in')`);
    await client.query('rollback');
    client.release();
    await logAccess(scene.recorder.db, { at: 1, who: 'kept', action: 'sign-in' });
    await sealAccess(scene.recorder.db);
    expect(await sealAccess(scene.recorder.db)).toBe(1);
    expect(await scene.verify()).toEqual([]);
  });

  test('what is still being written is not sealed over', async () => {
    const writing = await scene.recorder.pool.connect();
    await writing.query('begin');
    await writing.query(`insert into access_log (at, who, action) values (1, 'slow', 'sign-in')`);
    await logAccess(scene.recorder.db, { at: 1, who: 'quick', action: 'sign-in' });
    for (let n = 0; n < 3; n += 1) expect(await sealAccess(scene.recorder.db)).toBe(0);
    await writing.query('commit');
    writing.release();
    expect((await sealAccess(scene.recorder.db)) + (await sealAccess(scene.recorder.db))).toBe(2);
    expect(await scene.verify()).toEqual([]);
  });

  test('a byte in the escalation ledger', async () => {
    await scene.tamper(`update escalations set body = replace(body, 'overdue', 'OVERDUE') where level = 'overdue'`);
    expect(kinds(await scene.verify())).toContain('ledger-changed');
  });

  test('an escalation that was added with all its hashes, for a deadline that never was', async () => {
    await scene.tamper(
      `
      insert into escalations select dossier_id, subject, 99, level, h.entry + 1, agency, due_at, at, fired_at, addressed_to, b.body,
             sha256(h.hash || convert_to(b.body, 'UTF8'))
        from escalations e, escalation_head h, lateral (select replace(e.body, '"generation":' || generation, '"generation":99') as body) b
       where dossier_id = '${second()}' limit 1`,
      'update escalation_head set (entry, hash) = (select entry, hash from escalations order by entry desc limit 1)',
    );
    expect(await scene.verify()).toEqual([inSecond('escalation-unfounded')]);
  });

  test('a level that counts as told and was told nobody', async () => {
    await scene.tamper(
      `update watches set next = jsonb_array_length(ladder), fire_at = null where dossier_id = '${second()}'`,
    );
    await scene.tamper(`delete from escalations where dossier_id = '${second()}'`);
    expect(kinds(await scene.verify())).toContain('escalation-missing');
  });

  test('an alarm that somebody made look closed, and one that is gone', async () => {
    await scene.tamper(
      `update alarms set resolved_real_at = 1, resolution = 'x', closed_by = 'x', kind = 'other' where alarm = 1`,
      'delete from alarms where alarm = 2',
    );
    const findings = await scene.verify();
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'anchored-changed', seq: 1, detail: 'alarm, anchor 1' }),
    );
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'anchored-removed', seq: 2 }));
  });

  test('an alarm closes by an act with a name, once, and leaves an entry', async () => {
    const closing = { by: 'lan.nt', because: 'looked at', realAt: Date.now(), at: 1 };
    expect(await closeAlarm(scene.recorder.db, 1, closing)).toBe('closed');
    expect(await closeAlarm(scene.recorder.db, 1, closing)).toBe('closed-before');
    const entry = await scene.auditor.db
      .selectFrom('access_log')
      .select(['who', 'detail'])
      .orderBy('entry', 'desc')
      .executeTakeFirst();
    expect(entry).toEqual({ who: 'lan.nt', detail: 'alarm 1 closed' });
    await expect(scene.recorder.pool.query(`update alarms set resolution = 'other' where alarm = 1`)).rejects.toThrow(
      'can be closed once',
    );
    await scene.anchor();
    expect(await scene.verify()).toEqual([]);
    await scene.tamper(`update alarms set closed_by = 'other' where alarm = 1`);
    expect(await scene.verify()).toContainEqual(
      expect.objectContaining({ kind: 'anchored-changed', seq: 1, detail: 'alarm, anchor 2' }),
    );
  });

  test('a published procedure, by which every dossier was decided', async () => {
    await scene.tamper(`update procedures set body = jsonb_set(body, '{name,vi}', '"khác"') where code = '1.012790'`);
    expect(await scene.verify()).toContainEqual(
      expect.objectContaining({ kind: 'anchored-changed', detail: expect.stringContaining('procedure 1.012790@') }),
    );
  });

  describe('anchors', () => {
    const lines = (): string[] => readFileSync(scene.anchorFile, 'utf8').split('\n').slice(0, -1);

    test('a line that was cut off, and a file that was taken away', async () => {
      await scene.anchor();
      writeFileSync(scene.anchorFile, `${lines()[0]!}\n`);
      expect(await scene.verify()).toContainEqual(expect.objectContaining({ kind: 'anchor-not-outside', seq: 2 }));
      rmSync(scene.anchorFile);
      expect(await scene.verify()).toContainEqual(
        expect.objectContaining({ kind: 'anchor-not-outside', detail: 'there is no file' }),
      );
    });

    test('a line that was changed, and signed with another key', async () => {
      const line = JSON.parse(lines()[0]!) as { statement: string; leaves: string[]; signature: string };
      writeFileSync(scene.anchorFile, `${JSON.stringify({ ...line, leaves: line.leaves.slice(1) })}\n`);
      expect(kinds(await scene.verify())).toContain('anchor-changed');
      const other = anchorSigner(`${scene.dataDir}/log`);
      writeFileSync(
        scene.anchorFile,
        `${JSON.stringify({ ...line, signature: other.sign(line.statement).toString('base64') })}\n`,
      );
      expect(kinds(await scene.verify())).toContain('anchor-unsigned');
    });

    test('a torn line is written again behind it', async () => {
      await scene.anchor();
      const [first, next] = lines();
      writeFileSync(scene.anchorFile, `${first}\n${next!.slice(0, 40)}`);
      await anchorLogs(
        { db: scene.recorder.db, signer: anchorSigner(scene.dataDir), file: scene.anchorFile },
        Date.now(),
      );
      expect(await scene.verify()).toEqual([]);
    });

    test('after the database was put back, the anchors outside go on to count', async () => {
      await scene.anchor();
      await scene.tamper('delete from anchor_leaves where anchor = 2', 'delete from anchors where anchor = 2');
      expect(kinds(await scene.verify())).toEqual(['anchor-missing']);
      await scene.anchor();
      expect(await scene.verify()).toEqual([]);
      expect(lines()).toHaveLength(3);
    });

    test('an anchor holds what has moved since the one before, and nothing else', async () => {
      await scene.anchor();
      expect((JSON.parse(lines()[1]!) as { leaves: string[] }).leaves).toEqual([]);
    });
  });
});

const everywhere = (id: string): string[] => [
  ...[
    'events',
    'heads',
    'dossiers',
    'tasks',
    'watches',
    'escalations',
    'submissions',
    'personal_data',
    'texts',
    'dossier_codes',
    'receipts',
    'access_log',
  ].map((table) => (table === 'access_log' ? 'select 1' : `delete from ${table} where dossier_id = ${id}`)),
  `delete from outbox where dossier_id = ${id}`,
];

/** What ten lines of SQL can do: a word changed, every hash behind it computed anew, the head too. */
const rewrite = (id: string, seq: number, from: string, to: string): string => `
  do $$
  declare v record; h bytea := sha256(convert_to('lienthong:${id}', 'UTF8'));
  begin
    update events set body = replace(body, '${from}', '${to}'), actor = replace(actor, '${from}', '${to}') where dossier_id = '${id}' and seq = ${seq};
    for v in select * from events where dossier_id = '${id}' order by seq loop
      update events set previous_hash = h, hash = sha256(h || convert_to(v.body, 'UTF8')) where dossier_id = '${id}' and seq = v.seq;
      h := sha256(h || convert_to(v.body, 'UTF8'));
    end loop;
    update heads set hash = h where dossier_id = '${id}';
  end $$`;
