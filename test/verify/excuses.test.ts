import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { logAccess } from '../../db/access-log';
import { sealAccess } from '../../db/access-seals';
import { parseStatement, writeStatement } from '../../db/anchor-record';
import { canonicalJson } from '../../domain/canonical-json';
import { correctPerson } from '../../gateway/personal-data';
import { anchorSigner } from '../../gateway/anchor-key';
import { anchorLogs } from '../../gateway/anchor-logs';
import { Signing } from '../../gateway/signing';
import { verifyInstallation } from '../../gateway/verify-installation';
import type { TamperFinding } from '../../domain/verification/finding';
import { describeOn } from '../servers';
import { eraseWhole, prepareOriginal } from './scene';
import type { Original, Scene } from './scene';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the database says of itself to explain why something is not as it was. */
describeOn('postgres', 'an excuse counts only where somebody vouches for it', () => {
  let original: Original;
  let scene: Scene;
  beforeAll(async () => {
    original = await prepareOriginal();
  }, 180_000);
  afterAll(() => original?.close());
  beforeEach(async () => {
    scene = await original.copy();
  }, 60_000);
  afterEach(() => scene.close());

  const second = (): string => scene.dossiers[1]!;
  const kinds = (findings: readonly TamperFinding[]): string[] => [...new Set(findings.map(({ kind }) => kind))].sort();
  const anchoring = () => ({ db: scene.recorder.db, signer: anchorSigner(scene.dataDir), file: scene.anchorFile });
  const lines = (): { statement: string; leaves: string[] }[] =>
    readFileSync(scene.anchorFile, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { statement: string; leaves: string[] });

  describe('signatures', () => {
    const allOld = 'insert into unsigned_logs select dossier_id, 1000000 from heads on conflict do nothing';

    test('every log said to be older than signatures, up to its millionth event', async () => {
      await scene.tamper(`update events set signed_by = null, signature = null`, allOld);
      const findings = await scene.verify();
      expect(findings.filter(({ kind }) => kind === 'signature-wrong').length).toBeGreaterThanOrEqual(9);
      expect(kinds(await scene.verify(second()))).toEqual(['signature-wrong']);
    });

    test('signatures taken away from logs that the first anchor holds, and just these said to be old', async () => {
      await scene.tamper(
        `update events set signed_by = null, signature = null`,
        'insert into unsigned_logs select dossier_id, seq from heads',
      );
      expect(kinds(await scene.verify())).toEqual(['signature-wrong']);
      await scene.anchor();
      expect(kinds(await scene.verify())).toEqual(['signature-wrong']);
    });

    test('what was there without signatures when the first anchor was laid is excused for good', async () => {
      await scene.tamper(
        `update events set signed_by = null, signature = null`,
        'insert into unsigned_logs select dossier_id, seq from heads',
        'truncate anchors, anchor_leaves, anchor_stamps, anchor_letters',
      );
      writeFileSync(scene.anchorFile, '');
      expect(await scene.verify()).toEqual([]);
      await scene.anchor();
      expect(await scene.verify()).toEqual([]);
    });

    test('an event appended later by nobody, behind what the first anchor holds', async () => {
      await scene.tamper(allOld, appendNote(second(), 'Không ai ký'));
      expect(await scene.verify()).toContainEqual(
        expect.objectContaining({ kind: 'signature-wrong', dossierId: second(), detail: 'missing' }),
      );
      await scene.tamper('update unsigned_logs u set seq = h.seq from heads h where h.dossier_id = u.dossier_id');
      expect(kinds(await scene.verify())).toContain('signature-wrong');
    });

    test('a log begun later, said to be old, with a leaf of its own put into the first anchor', async () => {
      const begun = '00000000-0000-4000-8000-00000000000a';
      await scene.tamper(
        copyLog(second(), begun),
        `insert into unsigned_logs select dossier_id, seq from heads where dossier_id = '${begun}'`,
        `insert into anchor_leaves
         select 1, 100000, 'dossier', dossier_id, seq, hash from heads where dossier_id = '${begun}'`,
      );
      const findings = await scene.verify(begun);
      expect(kinds(findings)).toContain('signature-wrong');
      expect(kinds(await scene.verify())).toContain('anchor-changed');
    });

    test('without its anchors in the database the file still knows what was signed', async () => {
      await scene.tamper(
        `update events set signed_by = null, signature = null where seq > 1`,
        'truncate anchors, anchor_leaves, anchor_stamps, anchor_letters',
        allOld,
      );
      expect(kinds(await scene.verify(second()))).toContain('signature-wrong');
    });
  });

  describe('anchoring', () => {
    /** A dossier that came after the anchor of the scene: its log is moved over to another id. */
    const moved = '00000000-0000-4000-8000-00000000000b';
    const begin = () => scene.tamper(copyLog(second(), moved));
    const asRecorder = (text: string) => scene.recorder.pool.query(text);
    const heldInFile = (): boolean =>
      lines().some(({ leaves }) => leaves.some((leaf) => leaf.startsWith(`dossier ${moved} `)));

    test('no row that the recorder may write keeps a dossier out of an anchor', async () => {
      await begin();
      await expect(asRecorder(`insert into lienthong.anchor_tips values ('dossier', '${moved}', 1000000, '\\x00')`))
        .rejects.toThrow('does not exist');
      const leaf = (at: string) =>
        `insert into lienthong.anchor_leaves values (${at}, 'dossier', '${moved}', 1000000, '\\x00')`;
      await asRecorder(leaf('1, 100000'));
      await asRecorder(leaf('1, -1'));
      await asRecorder(`insert into lienthong.anchors values (5, '{"anchor":5}', '\\x00')`);
      await asRecorder(leaf('5, 0'));
      await scene.anchor();
      expect(heldInFile()).toBe(true);
      expect(kinds(await scene.verify())).toEqual(expect.arrayContaining(['anchor-changed']));
    });

    test('a log that anchors pass by is named, and so is that none is laid any more', async () => {
      await begin();
      await scene.tamper(`update outbox set written_real_at = ${Date.now() - 3 * HOUR} where dossier_id = '${moved}'`);
      expect(await scene.verify(moved)).toContainEqual(
        expect.objectContaining({ kind: 'not-anchored', dossierId: moved, seq: 1 }),
      );
      await scene.tamper(`delete from outbox where dossier_id = '${moved}'`);
      expect(kinds(await scene.verify())).toContain('not-anchored');
      expect(kinds(await scene.verify(second()))).toEqual([]);
      await scene.tamper(
        `insert into outbox (partition, kind, dossier_id, seq, written_real_at)
         select 1, 'event', dossier_id, seq, ${Date.now() - 30 * 60_000} from events where dossier_id = '${moved}'`,
      );
      const { db, dataDir, anchorFile } = { db: scene.auditor.db, ...scene };
      expect(kinds(await scene.verify())).not.toContain('anchor-overdue');
      await scene.tamper(`update outbox set written_real_at = written_real_at - ${2 * HOUR}`);
      // The newest anchor is laid an hour ago: what is older was passed by, and what came after it is not yet due.
      const { findings } = await verifyInstallation({ db, scope: { all: true }, dataDir, anchorFile });
      expect(kinds(findings)).toContain('not-anchored');
    });

    test('a row that nobody signed stops no anchor, goes into no file, and is named', async () => {
      const root = 'x'.repeat(64);
      const bogus = [2, 7].map((anchor) =>
        canonicalJson({ v: 1, anchor, at: '2099-01-01T00:00:00.000Z', key: '00', leaves: 0, previous: root, root }),
      );
      for (const [index, statement] of bogus.entries())
        await asRecorder(`insert into lienthong.anchors values (${[2, 7][index]!}, '${statement}', '\\x00')`);
      await asRecorder(`insert into lienthong.anchors values (2147483647, 'no statement', '\\x00')`);
      await begin();
      expect(await anchorLogs(anchoring(), Date.now() - HOUR)).toBeNull();
      expect(await anchorLogs(anchoring(), Date.now())).toBe(3);
      expect(lines().map(({ statement }) => parseStatement(statement).anchor)).toEqual([1, 3]);
      expect(heldInFile()).toBe(true);
      const findings = await scene.verify();
      const numbers = findings.filter(({ kind }) => kind.startsWith('anchor-')).map(({ seq }) => seq);
      expect(numbers).toEqual([2, 7, 2147483647]);
      await scene.tamper(`delete from anchors where anchor in (2, 7, 2147483647)`);
      expect(kinds(await scene.verify()).filter((kind) => kind.startsWith('anchor-'))).toEqual([]);
      expect(await anchorLogs(anchoring(), Date.now() + HOUR)).toBe(4);
    });

    test('a signed statement under another number, or beside other leaves, is none', async () => {
      const { statement } = lines()[0]!;
      const signature = anchorSigner(scene.dataDir).sign(statement).toString('hex');
      await asRecorder(`insert into lienthong.anchors values (2, '${statement}', '\\x${signature}')`);
      await scene.tamper(`delete from anchor_leaves where anchor = 1 and position = 0`);
      await scene.anchor();
      expect(lines()).toHaveLength(2);
      expect(kinds(await scene.verify())).toEqual(['anchor-changed']);
    });

    test('lines that came into the file unsigned are passed over', async () => {
      const { key, sign } = anchorSigner(`${scene.dataDir}/log`);
      const at = '2099-01-01T00:00:00.000Z';
      const text = writeStatement({ anchor: 9, at, previous: '0', leaves: 0, root: '0', key });
      appendFileSync(
        scene.anchorFile,
        `${JSON.stringify({ statement: text, signature: sign(text).toString('base64'), leaves: [] })}\n`,
      );
      expect(await anchorLogs(anchoring(), Date.now())).toBe(2);
      expect(await scene.verify()).toEqual([expect.objectContaining({ seq: 9 })]);
    });

    test('an anchor laid while the machine was years ahead does not stop the next ones', async () => {
      expect(await anchorLogs(anchoring(), Date.parse('2099-01-01'))).toBe(2);
      expect(await anchorLogs(anchoring(), Date.now())).toBe(3);
      expect(await anchorLogs(anchoring(), Date.now())).toBeNull();
    });
  });

  describe('personal data', () => {
    const office = () =>
      ({
        db: scene.recorder.db,
        as: 'operator',
        signing: new Signing(scene.dataDir, 'cli'),
        entry: { at: 1, who: 'os:lan' },
      }) as const;
    const correct = async (name: string) =>
      expect(
        await correctPerson(office(), second(), {
          subject: 'applicant',
          values: { name },
          forget: false,
          ground: 'wrong',
          reference: '16/2026',
        }),
      ).toMatchObject({ ok: true });
    const named = (...more: string[]) => expect.arrayContaining(['change-unsigned', ...more]);

    test('a name changed, and a correction written for it', async () => {
      const forged = forgeName(second(), 'Kẻ Gian', 'ke gian');
      await scene.tamper(forged.person, forged.change);
      expect(kinds(await scene.verify())).toEqual(named('person-changed'));
      expect(kinds(await scene.verify(second()))).toEqual(named('person-changed'));
      await scene.anchor();
      expect(kinds(await scene.verify())).toEqual(named('person-changed'));
    });

    test('a correction that was signed, for other digests or another dossier', async () => {
      await correct('Lò Thị Mái');
      expect(await scene.verify()).toEqual([]);
      const forged = forgeName(second(), 'Kẻ Gian', 'ke gian');
      await scene.tamper(
        forged.person,
        `update personal_data_changes set digest_after = (select ${DIGEST} from personal_data p
           where p.dossier_id = '${second()}' and subject = 'applicant') where dossier_id = '${second()}'`,
      );
      expect(await scene.verify()).toContainEqual(
        expect.objectContaining({ kind: 'change-unsigned', detail: 'correction 1, wrong' }),
      );
    });

    test('people and texts deleted by the recorder, with a mark of erasure', async () => {
      for (const text of [
        `insert into lienthong.erasures (dossier_id, erased_by) values ('${second()}', 'quan.hv')`,
        `delete from lienthong.personal_data where dossier_id = '${second()}'`,
        `delete from lienthong.texts where dossier_id = '${second()}'`,
      ])
        await scene.recorder.pool.query(text);
      expect(kinds(await scene.verify())).toEqual(named('person-missing', 'text-missing'));
    });

    test('the mark of another erasure, with its signature', async () => {
      await eraseWhole(scene, scene.dossiers[0]!);
      await scene.tamper(
        `insert into erasures (dossier_id, erased_by, signed_by, signature)
         select '${second()}', erased_by, signed_by, signature from erasures`,
        `delete from texts where dossier_id = '${second()}'`,
      );
      expect(kinds(await scene.verify())).toEqual(named('text-missing'));
      expect(kinds(await scene.verify(scene.dossiers[0]!))).toEqual([]);
    });

    test('what was done before changes were signed counts where an anchor of that time holds it', async () => {
      const forged = forgeName(second(), 'Kẻ Gian', 'ke gian');
      // As an earlier program left it: anchors that say nothing of signed changes.
      const noAnchors = 'truncate anchors, anchor_leaves, anchor_stamps, anchor_letters';
      await scene.tamper(forged.person, forged.change, noAnchors);
      const { rows } = await scene.recorder.pool.query<{ change: string }>(
        'select change from lienthong.personal_data_changes',
      );
      await anchorLogs({ ...anchoring(), file: `${scene.anchorFile}.older` }, Date.now() - HOUR, 0);
      const verify = async () =>
        (
          await verifyInstallation({
            db: scene.auditor.db,
            scope: { all: true },
            dataDir: scene.dataDir,
            anchorFile: `${scene.anchorFile}.older`,
          })
        ).findings;
      expect(rows).toHaveLength(1);
      expect(await verify()).toEqual([]);
      await scene.recorder.pool.query(
        `insert into lienthong.erasures (dossier_id, erased_by) values ('${second()}', 'quan.hv')`,
      );
      await anchorLogs({ ...anchoring(), file: `${scene.anchorFile}.older` }, Date.now() - HOUR, 0);
      expect(kinds(await verify())).toEqual(['change-unsigned']);
    });
  });

  describe('retention', () => {
    test('entries deleted, with a run of retention that took them', async () => {
      await scene.tamper(
        `insert into retention_runs (kind, up_to_entry, before_real_at, removed, removed_by)
           values ('access-log', 10, 1, 10, 'x')`,
        'delete from access_log where entry <= 10',
      );
      expect(kinds(await scene.verify())).toEqual(['access-removed']);
      await scene.tamper('update retention_runs set removed_real_at = 1');
      expect(kinds(await scene.verify())).toEqual(['access-removed']);
    });

    test('what was anchored long enough ago goes, and nothing is said of it', async () => {
      await scene.tamper(
        'truncate anchors, anchor_leaves, anchor_stamps, anchor_letters, access_log, access_seals, access_seal_mark',
        `alter sequence access_log_entry_seq restart with 1`,
      );
      await logAccess(scene.recorder.db, { at: 1, who: 'old', action: 'sign-in' });
      await scene.tamper(`update access_log set real_at = ${Date.now() - 900 * DAY}`);
      for (let tries = 0; tries < 200 && (await sealAccess(scene.recorder.db)) === 0; tries += 1) await sleep(100);
      const file = `${scene.anchorFile}.old`;
      const remove = async () =>
        (
          await scene.recorder.pool.query<{ removed: number }>(
            `select lienthong.remove_aged('access-log', ${Date.now() - 731 * DAY}, 10, 'retention') as removed`,
          )
        ).rows[0]!.removed;
      expect(await remove()).toBe(0);
      await anchorLogs({ ...anchoring(), file }, Date.now() - 800 * DAY, 0);
      expect(await remove()).toBe(1);
      await anchorLogs({ ...anchoring(), file }, Date.now() - HOUR, 0);
      const { findings } = await verifyInstallation({
        db: scene.auditor.db,
        scope: { all: true },
        dataDir: scene.dataDir,
        anchorFile: file,
      });
      expect(findings).toEqual([]);
    });
  });

  describe('a code that was given twice', () => {
    const code = 'H35.01.01-220314-9999';
    const alarm = (detail: object) =>
      `insert into alarms (kind, dossier_id, detail)
         values ('code-given-twice', '${second()}', '${JSON.stringify(detail)}')`;

    test('an alarm, and any code in the row', async () => {
      await scene.tamper(alarm({}), `update dossiers set code = '${code}' where dossier_id = '${second()}'`);
      expect(await scene.verify()).toContainEqual(
        expect.objectContaining({ kind: 'dossier-row', dossierId: second(), detail: 'code' }),
      );
    });

    test('a promise that another log bears out leaves the row without a code', async () => {
      const [first, log] = [scene.dossiers[0]!, 'events'];
      const own = await scene.auditor.db
        .selectFrom('dossiers')
        .select('code')
        .where('dossier_id', '=', second())
        .executeTakeFirstOrThrow();
      await scene.tamper(
        alarm({ code: own.code, other: first }),
        `update dossiers set code = null where dossier_id = '${second()}'`,
        `update ${log} set body = replace(body, '-0001"', '-0002"') where dossier_id = '${first}'`,
      );
      expect(await scene.verify(second())).toEqual([]);
      await scene.tamper(`update dossiers set code = '${code}' where dossier_id = '${second()}'`);
      expect(kinds(await scene.verify(second()))).toEqual(['dossier-row']);
    });

    test('an alarm that names another dossier, whose log knows no such code', async () => {
      const dossiers = scene.auditor.db.selectFrom('dossiers').select('code').where('dossier_id', '=', second());
      const { code: own } = await dossiers.executeTakeFirstOrThrow();
      await scene.tamper(
        alarm({ code: own, other: scene.dossiers[0] }),
        `update dossiers set code = null where dossier_id = '${second()}'`,
      );
      expect(kinds(await scene.verify())).toContain('dossier-row');
    });
  });
});

/** The digest of a person as the program computes it, over the columns that the scene fills. */
const DIGEST = `encode(sha256(p.salt || convert_to('{"idNumber":"' || p.id_number || '","name":"' || p.name
  || '","phone":"' || p.phone || '","subject":"applicant"}', 'UTF8')), 'hex')`;

/** Another name, and the row that explains it to whoever believes rows. */
const forgeName = (dossierId: string, name: string, key: string) => ({
  person: `update personal_data set name = '${name}', search_key = '${key}', version = 2
            where dossier_id = '${dossierId}' and subject = 'applicant'`,
  change: `insert into personal_data_changes
             (dossier_id, subject, version, kind, fields, digest_before, digest_after, ground, reference, at,
              changed_by)
           select '${dossierId}', 'applicant', 2, 'corrected', '{name}', e.body::json #>> '{payload,applicantDigest}',
                  ${DIGEST}, 'wrong', '16/2026', 1, 'quan.hv'
             from events e join personal_data p using (dossier_id)
            where e.dossier_id = '${dossierId}' and e.seq = 1 and p.subject = 'applicant'`,
});

/** One more event behind a log, chained as it should be, that nobody signed. */
const appendNote = (dossierId: string, note: string): string => `
  with last as (select * from events where dossier_id = '${dossierId}' order by seq desc limit 1),
       next as (
         select l.*, replace(replace(l.body, '"seq":' || l.seq, '"seq":' || (l.seq + 1)), l.command_id, '${note}')
           as text from last l),
       added as (
         insert into events (dossier_id, seq, type, at, actor, command_id, command_index, rules, epoch, body,
                             previous_hash, hash)
         select dossier_id, seq + 1, type, at, actor, '${note}', 0, rules, epoch, text,
                hash, sha256(hash || convert_to(text, 'UTF8'))
           from next returning dossier_id, seq, hash)
  update heads h set seq = added.seq, hash = added.hash from added where h.dossier_id = added.dossier_id`;

/** The same log under another id, with its chain computed anew and nobody's signature. */
const copyLog = (from: string, to: string): string => `
  do $$
  declare v record; h bytea := sha256(convert_to('lienthong:${to}', 'UTF8')); b text;
  begin
    for v in select * from events where dossier_id = '${from}' order by seq loop
      b := replace(v.body, '${from}', '${to}');
      insert into events (dossier_id, seq, type, at, actor, command_id, command_index, rules, epoch, body,
                          previous_hash, hash)
        values ('${to}', v.seq, v.type, v.at, v.actor, replace(v.command_id, '${from}', '${to}'), v.command_index,
                v.rules, v.epoch, b, h, sha256(h || convert_to(b, 'UTF8')));
      insert into outbox (partition, kind, dossier_id, seq) values (1, 'event', '${to}', v.seq);
      h := sha256(h || convert_to(b, 'UTF8'));
    end loop;
    insert into heads (dossier_id, seq, hash, epoch)
      select '${to}', seq, h, epoch from heads where dossier_id = '${from}';
  end $$`;
