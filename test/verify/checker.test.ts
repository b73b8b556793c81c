import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hashOfStatement, rootOfTexts, writeStatement } from '../../db/anchor-record';
import { leafHash, pathOf } from '../../db/merkle';
import { recordDossier } from '../../db/record';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { canonicalJson } from '../../domain/canonical-json';
import type { Actor } from '../../domain/dossier/actor';
import type { Command } from '../../domain/dossier/command';
import { handle } from '../../domain/dossier/engine';
import type { DossierRow } from '../../domain/dossier/recording';
import { recordingOf } from '../../domain/dossier/recording-of';
import { USUAL_RETENTION } from '../../domain/retention';
import { anchorSigner } from '../../gateway/anchor-key';
import { anchorLogs } from '../../gateway/anchor-logs';
import { exportProof } from '../../gateway/export-proof';
import { correctPerson, erasePerson } from '../../gateway/personal-data';
import { Signing, distrustKey, distrustedSince, rotateKey, trustedKeys } from '../../gateway/signing';
import { granted } from '../engine/desk-work';
import { describeOn } from '../servers';
import { prepareOriginal } from './scene';
import type { Original, Scene } from './scene';

interface Row {
  seq: number;
  hash: string;
  body: string;
  signature?: { key: string; value: string };
}
interface Anchor {
  statement: string;
  signature: string;
  leaf: string;
  index: number;
  path: string[];
  timeStamp?: string;
}
interface Proof {
  dossierId: string;
  code: string | null;
  head: { seq: number; hash: string };
  events: Row[];
  unsignedTo: number;
  anchors: Anchor[];
  keys: { id: string; publicKey: string }[];
  signingKeys: { id: string; part: string; publicKey: string }[];
  people: { subject: string; name: string; salt: string; phone?: string }[];
  texts: { textId: string; text: string; salt: string }[];
  corrections: { body: string; anchor?: Anchor; signature?: { key: string; value: string } }[];
}
type Logged = Record<string, unknown> & { payload: object };

const EXIT = { accepted: 0, refused: 1, usage: 2, ownKeys: 3, unanchored: 4, endUnseen: 5 };
const MINUTE = 60_000;
const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const IMPOSTOR = { kind: 'officer', person: 'ke-gia-mao', agency: 'H35', role: 'leader' };

/** Adds an event that nobody recorded, with hash and head as they should be. */
function append(proof: Proof, change: (event: Logged) => void, signature?: Row['signature']): void {
  const last = proof.events.at(-1)!;
  const event = { ...(JSON.parse(last.body) as Logged), seq: last.seq + 1 } as Logged;
  change(event);
  const body = canonicalJson(event);
  const hash = sha256(Buffer.from(last.hash, 'hex'), body).toString('hex');
  proof.events.push({ seq: last.seq + 1, hash, body, ...(signature && { signature }) });
  proof.head = { seq: last.seq + 1, hash };
}

const stopped = (event: Logged): void => {
  event.type = 'DossierStopped';
  event.payload = { type: 'DossierStopped', reason: null };
};

function cut(proof: Proof, to: number): void {
  proof.events.splice(to);
  proof.anchors = proof.anchors.filter(({ leaf }) => Number(leaf.split(' ')[2]) <= to);
  proof.head = { seq: to, hash: proof.events.at(-1)!.hash };
}

describeOn('postgres', 'the checker says yes to nothing that nobody vouches for', () => {
  let original: Original;
  let scene: Scene;
  let checker: string;
  beforeAll(async () => {
    original = await prepareOriginal();
  }, 180_000);
  afterAll(() => original.close());
  beforeEach(async () => {
    scene = await original.copy();
    // Alone in a directory, as somebody else would have it.
    checker = join(scene.dataDir, 'elsewhere', 'check.mjs');
    mkdirSync(join(scene.dataDir, 'elsewhere'));
    cpSync(resolve(__dirname, '../../checker/check.mjs'), checker);
  }, 60_000);
  afterEach(() => scene.close());

  const second = (): string => scene.dossiers[1]!;
  const exported = async (): Promise<Proof> => {
    const { auditor, dataDir } = scene;
    const proof = await exportProof({ db: auditor.db, dossierId: second(), dataDir, withPeople: true });
    return JSON.parse(JSON.stringify(proof)) as Proof;
  };
  const inFile = (name: string, text: string): string => {
    const file = join(scene.dataDir, 'elsewhere', name);
    writeFileSync(file, text);
    return file;
  };
  /** As `keys list --json` tells them. */
  const keysFile = (): string => {
    const at = (instant: number | null | undefined) => (instant ? new Date(instant).toISOString() : null);
    const keys = trustedKeys(scene.dataDir).map((key) => ({
      ...key,
      madeAt: at(key.madeAt),
      retiredAt: at(key.retiredAt),
      distrustedAt: at(key.distrustedAt),
      distrustedSince: at(distrustedSince(key)),
    }));
    return inFile('keys.json', JSON.stringify({ keys }));
  };
  const outside = (anchors = scene.anchorFile): string[] => [
    ...['--key', join(scene.dataDir, 'anchor-key.pub')],
    ...['--anchors', anchors],
    ...['--signing-keys', keysFile()],
  ];
  /** What the auditor keeps who has got letters only. */
  const letters = (): string => {
    const lines = readFileSync(scene.anchorFile, 'utf8').trim().split('\n');
    const letter = (line: string) => {
      const { statement, signature } = JSON.parse(line) as Anchor;
      return JSON.stringify({ statement, signature });
    };
    return inFile('letters.jsonl', lines.map(letter).join('\n'));
  };
  const check = (proof: object, options = outside()): { readonly code: number | null; readonly said: string } => {
    const file = inFile('proof.json', JSON.stringify(proof));
    const { status, stdout, stderr } = spawnSync(process.execPath, [checker, file, ...options], { encoding: 'utf8' });
    return { code: status, said: stdout + stderr };
  };
  /** What the checker says of a good export, changed. */
  const changed = async (change: (proof: Proof) => void, options?: string[]) => {
    const proof = await exported();
    change(proof);
    return check(proof, options);
  };
  const refused = async (change: (proof: Proof) => void, why: string): Promise<void> =>
    expect(await changed(change)).toEqual({ code: EXIT.refused, said: expect.stringContaining(why) });
  const anchorNow = (): Promise<number | null> =>
    anchorLogs({ db: scene.recorder.db, signer: anchorSigner(scene.dataDir), file: scene.anchorFile }, Date.now(), 0);

  /** Other anchors, laid by the same key: the first holds the dossier, the last its corrections, each what is given. */
  const handmade = (proof: Proof, given: readonly (readonly string[])[]): string[] => {
    const signer = anchorSigner(scene.dataDir);
    const head = `dossier ${proof.dossierId} ${proof.head.seq} ${proof.head.hash}`;
    const corrections = proof.corrections.map(({ body }) => {
      const { change } = JSON.parse(body) as { change: number };
      return `correction ${change} 1 ${sha256(body).toString('hex')}`;
    });
    let previous = sha256('lienthong:anchors').toString('hex');
    const lines = given.map((more, n) => {
      const leaves = [...more, ...(n === 0 ? [head] : []), ...(n === given.length - 1 ? corrections : [])].sort();
      const at = new Date(Date.now() - 60 * MINUTE).toISOString();
      const root = rootOfTexts(leaves);
      const statement = writeStatement({ anchor: n + 1, at, key: signer.key, leaves: leaves.length, previous, root });
      previous = hashOfStatement(statement);
      return { statement, signature: signer.sign(statement).toString('base64'), leaves };
    });
    const proved = (line: (typeof lines)[number], leaf: string): Anchor => {
      const { leaves, statement, signature } = line;
      const index = leaves.indexOf(leaf);
      const path = pathOf(leaves.map(leafHash), index).map((hash) => hash.toString('hex'));
      return { statement, signature, leaf, index, path };
    };
    proof.anchors = [proved(lines[0]!, head)];
    for (const [i, leaf] of corrections.entries()) proof.corrections[i]!.anchor = proved(lines.at(-1)!, leaf);
    return outside(inFile('handmade.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')));
  };

  /** Something happens in the second dossier, signed by the command line's key as it lies in a directory. */
  const act = async (keysIn = scene.dataDir): Promise<number> => {
    const { recorder } = scene;
    const dossierId = second();
    const state = (await rebuildDossier(recorder.db, dossierId))!;
    const actor: Actor = { kind: 'applicant' };
    const command: Command = { act: 'withdraw', reason: null };
    const handled = granted(handle(state, { commandId: 'late', actor, stampedAt: state.lastAt + MINUTE, command }));
    const signatures = { late: new Signing(keysIn, 'cli').signEvent(dossierId, handled.logged[0]!) };
    await recordDossier(recorder.pool, recordingOf(state, handled, { epoch: 1, after: null, run: null, signatures }));
    return handled.logged[0]!.seq;
  };

  test('a good one is accepted by what comes from outside, and by nothing less', async () => {
    const proof = await exported();
    expect(check(proof)).toEqual({ code: EXIT.accepted, said: expect.stringMatching(/^accepted: H35/) });
    const [key, anchors, signers] = [outside().slice(0, 2), outside().slice(2, 4), outside().slice(4)];
    for (const some of [[], key, anchors, signers, [...key, ...anchors], [...anchors, ...signers]])
      expect(check(proof, some)).toEqual({ code: EXIT.ownKeys, said: expect.stringMatching(/^not proved: /) });
    expect(check(proof, [...key, ...signers])).toEqual({
      code: EXIT.endUnseen,
      said: expect.stringMatching(/^accepted, but for its end: [^]*you gave no copy of the anchors/),
    });
  });

  describe('what nobody signed', () => {
    test('is not excused by the file itself', async () => {
      for (const unsignedTo of [9999, 1])
        await refused((proof) => {
          proof.unsignedTo = proof.events.length + unsignedTo;
          for (const event of proof.events) delete event.signature;
        }, 'older than signatures, and the first anchor holds');
      await refused((proof) => void delete proof.events[0]!.signature, 'event 1: its command is signed by nobody');
    });

    test('is excused as far as the first anchor has it, and said aloud', async () => {
      // As it was when the program was replaced by one that signs, and lays anchors.
      writeFileSync(scene.anchorFile, '');
      await scene.tamper(
        'truncate anchors, anchor_leaves, anchor_stamps, anchor_letters',
        `insert into unsigned_logs select dossier_id, seq from heads where dossier_id = '${second()}'`,
        `update events set signed_by = null, signature = null where dossier_id = '${second()}'`,
      );
      await scene.anchor();
      expect(await scene.verify(second())).toEqual([]);
      const proof = await exported();
      const { length } = proof.events;
      expect(check(proof)).toEqual({
        code: EXIT.accepted,
        said: expect.stringContaining(`${length} of the events are signed by nobody`),
      });
      // Where the dossier is in a later anchor only, it came when acts were signed.
      await act();
      await anchorNow();
      const later = await exported();
      later.anchors.shift();
      expect(check(later)).toEqual({ code: EXIT.refused, said: expect.stringContaining('the first anchor holds 0') });
      const further = await exported();
      further.unsignedTo = further.events.length;
      expect(check(further)).toMatchObject({ code: EXIT.refused });
    });

    test('is not excused where anchors name what is so old, and do not name this', async () => {
      const [rules, named] = ['rules signed-changes 1', `unsigned ${second()} `];
      const digest = '00'.repeat(32);
      const strip = (proof: Proof): void => {
        proof.unsignedTo = proof.events.length;
        for (const event of proof.events) delete event.signature;
      };
      const proof = await exported();
      const { length } = proof.events;
      strip(proof);
      const options = handmade(proof, [[`${rules} ${digest}`], [`${named}${length} ${digest}`]]);
      expect(check(proof, options)).toEqual({
        code: EXIT.refused,
        said: expect.stringContaining('no anchor up to anchor 1 names it so'),
      });
      const both = handmade(proof, [[`${rules} ${digest}`, `${named}${length} ${digest}`]]);
      expect(check(proof, both)).toMatchObject({ code: EXIT.accepted });
    });
  });

  describe('an event that was put behind the end', () => {
    test('under the command before, by somebody else, is refused', async () => {
      await refused((proof) => {
        append(proof, (event) => {
          event.actor = IMPOSTOR;
          event.command = { act: 'stop', reason: null, stampedAt: event.at };
          stopped(event);
        });
      }, 'says something else of its command');
      await refused((proof) => append(proof, (event) => {
        event.command = { ...(event.command as object), stampedAt: Number(event.at) + 1 };
        stopped(event);
      }), 'says something else of its command');
    });

    test('under a command that was signed long ago is refused, with its signature, too', async () => {
      await refused((proof) => {
        const old = JSON.parse(proof.events[0]!.body) as Logged;
        append(
          proof,
          (event) => {
            Object.assign(event, { actor: old.actor, command: old.command, commandId: old.commandId });
            stopped(event);
          },
          proof.events[0]!.signature,
        );
      }, 'which is long done');
      await refused((proof) => append(proof, stopped, proof.events[0]!.signature), 'which is signed');
    });

    test('as one more of the last command is told apart: nobody outside vouches for it', async () => {
      const { code, said } = await changed((proof) => append(proof, stopped));
      expect(code).toBe(EXIT.unanchored);
      expect(said).toMatch(/^accepted as far as anchors reach/);
      expect(said).toContain('not anchored yet');
    });

    test('honestly is told apart as well, until it is anchored', async () => {
      await act();
      expect(check(await exported())).toMatchObject({ code: EXIT.unanchored });
      await anchorNow();
      expect(check(await exported())).toMatchObject({ code: EXIT.accepted });
    });
  });

  describe('an end that was cut off, and the anchor that knew it', () => {
    let before: number;
    beforeEach(async () => {
      before = (await exported()).events.length;
      await act();
      await anchorNow();
    });

    test('is refused by the file of anchors', async () => {
      await refused((proof) => cut(proof, before), 'is in your anchors and missing here');
    });

    test('cannot be seen by letters, which is said', async () => {
      expect(await changed((proof) => cut(proof, before), outside(letters()))).toEqual({
        code: EXIT.endUnseen,
        said: expect.stringMatching(/^accepted, but for its end: [^]*your copy has no leaves of anchor 2/),
      });
      // What is held by the newest letter has no end that could be cut off.
      expect(check(await exported(), outside(letters()))).toMatchObject({ code: EXIT.accepted });
    });

    test('cannot be seen where a line of the copy is torn or gone', async () => {
      await anchorNow();
      const lines = readFileSync(scene.anchorFile, 'utf8').trim().split('\n');
      const torn = [lines[0]!, lines[1]!.slice(0, 200), lines[2]!];
      const options = outside(inFile('torn.jsonl', torn.join('\n')));
      expect(await changed((proof) => cut(proof, before), options)).toMatchObject({ code: EXIT.endUnseen });
    });

    test('is not hidden by lines that nobody signed, which keep nobody from checking', async () => {
      const lines = readFileSync(scene.anchorFile, 'utf8').trim().split('\n');
      const [first, last] = [lines[0]!, lines[1]!];
      const forged = last.replace(/"signature":"[^"]+"/, `"signature":"${Buffer.alloc(64).toString('base64')}"`);
      const good = await exported();
      const mixed = outside(inFile('mixed.jsonl', [first, forged, last].join('\n')));
      expect(check(good, mixed)).toMatchObject({ code: EXIT.accepted });
      const options = outside(inFile('forged.jsonl', [first, forged].join('\n')));
      expect(await changed((proof) => cut(proof, before), options)).toEqual({
        code: EXIT.endUnseen,
        said: expect.stringContaining('line 2 of your copy is torn, or signed by no key of yours'),
      });
    });

    test('is not hidden by a copy whose leaves are not those of its statement', async () => {
      const lines = readFileSync(scene.anchorFile, 'utf8').trim().split('\n');
      const { statement, signature } = JSON.parse(lines[1]!) as Anchor;
      const emptied = [lines[0]!, JSON.stringify({ statement, signature, leaves: [] })];
      const options = outside(inFile('emptied.jsonl', emptied.join('\n')));
      expect(await changed((proof) => cut(proof, before), options)).toEqual({
        code: EXIT.refused,
        said: expect.stringContaining('has leaves that are not its own'),
      });
    });
  });

  describe('an applicant', () => {
    const office = () => {
      const entry = { at: Date.now(), who: 'os:lan' };
      const signing = new Signing(scene.dataDir, 'cli');
      return { db: scene.recorder.db, as: 'operator', signing, entry } as const;
    };
    const correct = async (name: string): Promise<unknown> =>
      granted(
        await correctPerson(office(), second(), {
          subject: 'applicant',
          values: { name },
          forget: false,
          ground: 'wrong',
          reference: '15/2026',
        }),
      );

    test('who was corrected by law is followed, and what was corrected, when and why is said', async () => {
      await correct('Lò Thị Mái');
      const fresh = check(await exported());
      expect(fresh).toEqual({
        code: EXIT.unanchored,
        said: expect.stringContaining('correction 1 is not anchored yet'),
      });
      await correct('Lò Thị Mai Hoa');
      await anchorNow();
      const { code, said } = check(await exported());
      expect([code, said]).toEqual([EXIT.accepted, expect.stringContaining("the applicant's name: corrected on ")]);
      expect(said).toContain('because it was wrong (15/2026)');
      await refused(({ corrections }) => void corrections.pop(), 'the applicant is not the one of correction 1');
      await refused(({ corrections }) => void corrections.shift(), 'does not follow from event 1');
      await refused((proof) => void (proof.corrections = []), 'the applicant is not the one of event 1');
    });

    test('is not corrected by whoever writes a correction', async () => {
      await correct('Lò Thị Mái');
      await anchorNow();
      const salt = '00'.repeat(16);
      const person = { subject: 'applicant', name: 'Kẻ Lạ Mặt' };
      const forge = ({ people, corrections }: Proof): void => {
        people.splice(0, 1, { ...person, salt });
        const digest_after = sha256(Buffer.from(salt, 'hex'), canonicalJson(person)).toString('hex');
        corrections[0]!.body = canonicalJson({ ...(JSON.parse(corrections[0]!.body) as object), digest_after });
      };
      await refused(forge, 'is not the one that its anchor holds');
      const bare = await changed((proof) => {
        forge(proof);
        delete proof.corrections[0]!.anchor;
      });
      expect(bare).toMatchObject({ code: EXIT.refused });
    });

    test('whose correction is signed is so by a part that may, and has to be since anchors say so', async () => {
      await correct('Lò Thị Mái');
      await anchorNow();
      const proof = await exported();
      const [correction] = proof.corrections as [Proof['corrections'][number]];
      const row = JSON.parse(correction.body) as Record<string, never>;
      const { subject, version, kind, fields, ground, reference, at: stampedAt, changed_by: person } = row;
      const digests = { digestBefore: row.digest_before, digestAfter: row.digest_after };
      const command = { act: 'change-person', subject, version, kind, fields, ground, reference, ...digests };
      const commandId = `personal-data:${subject}:${version}`;
      const envelope = { commandId, actor: { kind: 'officer', person }, stampedAt };
      const { signature } = new Signing(scene.dataDir, 'cli').sign(second(), { ...envelope, command } as never);
      correction.signature = signature;
      expect(check(proof)).toMatchObject({ code: EXIT.accepted });
      const rules = `rules signed-changes 1 ${'00'.repeat(32)}`;
      const options = handmade(proof, [[rules], []]);
      expect(check(proof, options)).toMatchObject({ code: EXIT.accepted });
      correction.signature = { ...signature, value: proof.events[0]!.signature!.value };
      expect(check(proof, options)).toMatchObject({ code: EXIT.refused });
      delete correction.signature;
      expect(check(proof, options)).toEqual({
        code: EXIT.refused,
        said: expect.stringContaining('correction 1: is signed by nobody'),
      });
      expect(check(proof, handmade(proof, [[], [rules]]))).toMatchObject({ code: EXIT.accepted });
    });

    test('who was erased is not there, and cannot be put back', async () => {
      const [person] = (await exported()).people;
      const dossier = { dossierId: second(), stage: 'archived', endedAt: 1, returnedAt: 1, submittedAt: 1 };
      const asked = { ground: 'court', reference: '7/2026', dryRun: false } as const;
      granted(await erasePerson(office(), dossier as DossierRow, asked, USUAL_RETENTION));
      await anchorNow();
      const { code, said } = check(await exported());
      expect([code, said]).toEqual([EXIT.accepted, expect.stringContaining('erased on ')]);
      expect(said).toContain('by a decision of a court (7/2026)');
      await refused(({ people }) => void people.push(person!), 'the applicant was erased');
    });
  });

  describe('what was invented', () => {
    test('people: a submitter, an applicant of another spelling, a second one', async () => {
      await refused(
        ({ people }) => void people.push({ ...people[0]!, subject: 'submitter', name: 'Kẻ Lạ Mặt' }),
        'nobody vouches for a "submitter"',
      );
      await refused(({ people }) => void (people[0] = { ...people[0]!, subject: 'applicant ' }), '"applicant "');
      await refused(({ people }) => void people.push(people[0]!), 'more than one applicant');
      expect((await changed(({ people }) => void people.pop())).said).toContain('the applicant is not in the file');
    });

    test('texts: one that no event knows, one twice, and one whose beginning was moved into its salt', async () => {
      const stranger = { textId: 'not-in-log', text: 'Đồng ý cấp phép', salt: '00'.repeat(16) };
      await refused(({ texts }) => void texts.push(stranger), 'no event knows a text not-in-log');
      await refused(({ texts }) => void texts.push(texts[0]!), 'is there twice');
      await refused(({ texts }) => {
        const bytes = Buffer.from(texts[0]!.text, 'utf8');
        texts[0] = {
          ...texts[0]!,
          salt: texts[0]!.salt + bytes.subarray(0, 3).toString('hex'),
          text: bytes.subarray(3).toString('utf8'),
        };
      }, 'its salt is none');
    });

    test('members, wherever they stand, and a code that is left out', async () => {
      await refused((proof) => void (proof.code = null), 'code: is null');
      await refused((proof) => Object.assign(proof, { decision: 'approved' }), '"decision" means nothing here');
      await refused(({ head }) => Object.assign(head, { note: 'x' }), '"note" means nothing here');
      await refused(({ events }) => Object.assign(events[1]!, { note: 'x' }), '"note" means nothing here');
      await refused(({ anchors }) => Object.assign(anchors[0]!, { note: 'x' }), '"note" means nothing here');
      await refused(({ people }) => Object.assign(people[0]!, { role: 'x' }), '"role" means nothing here');
      await refused(({ signingKeys }) => Object.assign(signingKeys[0]!, { of: 'x' }), '"of" means nothing here');
    });

    test('members that stand there twice, and words between the letters of a signature or a key', async () => {
      const text = JSON.stringify(await exported());
      const twice = text.replace('{', '{"people":[{"subject":"applicant","name":"Kẻ Lạ Mặt"}],');
      const file = inFile('twice.json', twice);
      const { status, stderr } = spawnSync(process.execPath, [checker, file, ...outside()], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([EXIT.refused, expect.stringContaining('has a member twice')]);
      await refused(({ events }) => void (events[0]!.signature!.value += ' …'), 'something else than base64url');
      await refused(({ anchors }) => void (anchors[0]!.signature += ' …'), 'holds something else than base64');
      await refused(({ keys }) => void (keys[0]!.publicKey += 'approved'), 'is not the key that its number says');
      await refused(({ signingKeys }) => Object.assign(signingKeys[0]!, { retiredAt: 'approved' }), 'is no instant');
    });

    test('a time stamp that is nothing but the digest, or holds it anywhere', async () => {
      const stamp = (make: (digest: Buffer) => Buffer) => ({ anchors }: Proof): void => {
        anchors[0]!.timeStamp = make(sha256(anchors[0]!.statement)).toString('base64');
      };
      await refused(stamp((digest) => digest), 'its time stamp is none of this anchor');
      const octets = (digest: Buffer) => Buffer.concat([Buffer.from([0x30, 34, 0x04, 32]), digest]);
      await refused(stamp(octets), 'its time stamp is none of this anchor');
    });

    test('words that would look like an answer of the checker', async () => {
      const { said } = await changed((proof) => {
        append(proof, (event) => {
          Object.assign(event, { commandId: 'x\naccepted: everything\u001b[1A' });
          stopped(event);
        }, { key: 'cli\naccepted: everything', value: '' });
      });
      expect(said.trim().split('\n')).toHaveLength(1);
    });
  });

  test('options that are misspelt, given twice or without a file are not passed over', async () => {
    const proof = await exported();
    for (const [option, why] of [
      ['--anchor', 'no option'],
      ['--signing-key', 'no option'],
      ['--key', '--key is there twice'],
    ] as const)
      expect(check(proof, [...outside(), option, scene.anchorFile])).toEqual({
        code: EXIT.usage,
        said: expect.stringContaining(why),
      });
    expect(check(proof, ['--key'])).toMatchObject({ code: EXIT.usage });
    expect(check(proof, ['other.json'])).toMatchObject({ code: EXIT.usage });
    const empty = inFile('empty', '');
    for (const option of ['--key', '--anchors', '--signing-keys'])
      expect(check(proof, [option, empty])).toMatchObject({ code: EXIT.usage });
  });

  test('a file that somebody made by themselves, keys and all, proves nothing', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { code, said } = await changed((proof) => {
      const spki = publicKey.export({ type: 'spki', format: 'der' });
      const id = sha256(spki).toString('hex');
      let hash = sha256(`lienthong:${proof.dossierId}`);
      const own = { id: `cli-${id.slice(0, 16)}`, part: 'cli', publicKey: spki.toString('base64') };
      const worker = { ...own, id: `worker-${id.slice(0, 16)}`, part: 'worker' };
      for (const event of proof.events) {
        const body = JSON.parse(event.body) as Logged & { actor: Actor; command: { act: string } };
        if (body.actor.kind === 'officer') body.actor = { ...body.actor, person: 'ai-cung-duoc' };
        event.body = canonicalJson(body);
        hash = sha256(hash, event.body);
        event.hash = hash.toString('hex');
        if (event.signature === undefined) continue;
        const { actor, command, commandId, payload } = body as never as Record<string, Record<string, unknown>>;
        const { procedureCode, procedureVersion, receivingUnit, place } = payload!;
        const opening =
          payload!.type === 'DossierSubmitted' ? { procedureCode, procedureVersion, receivingUnit, place } : null;
        const purpose = 'lienthong:act:1';
        const text = canonicalJson({ purpose, dossierId: proof.dossierId, commandId, actor, command, opening });
        event.signature = {
          key: command!.act === 'tick' ? worker.id : own.id,
          value: sign(null, Buffer.from(text), privateKey).toString('base64url'),
        };
      }
      proof.head = { seq: proof.events.length, hash: hash.toString('hex') };
      const leaf = `dossier ${proof.dossierId} ${proof.events.length} ${hash.toString('hex')}`;
      const root = sha256(Buffer.from([0]), leaf).toString('hex');
      const previous = sha256('lienthong:anchors').toString('hex');
      const at = '2022-01-01T00:00:00.000Z';
      const statement = canonicalJson({ anchor: 1, at, key: id, leaves: 1, previous, root, v: 1 });
      const signature = sign(null, Buffer.from(statement), privateKey).toString('base64');
      proof.anchors = [{ statement, signature, leaf, index: 0, path: [] }];
      proof.keys = [{ id, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }];
      proof.signingKeys = [own, worker];
    }, []);
    expect([code, said]).toEqual([EXIT.ownKeys, expect.stringMatching(/^not proved: /)]);
    expect(said).toContain('compare it with the one you were given');
  });

  describe('a key that was stolen', () => {
    const halfAnHourAgo = (): number => Date.now() - 30 * MINUTE;
    const twoHoursAgo = (): number => Date.now() - 120 * MINUTE;
    let stolen: string;
    let thief: string;
    beforeEach(() => {
      stolen = trustedKeys(scene.dataDir).find(({ part }) => part === 'cli')!.id;
      thief = join(scene.dataDir, 'thief');
      cpSync(join(scene.dataDir, 'signing'), join(thief, 'signing'), { recursive: true });
      rotateKey(scene.dataDir, 'cli', Date.now());
    });
    const wrong = (seq: number) =>
      expect.objectContaining({ kind: 'signature-wrong', dossierId: second(), seq, detail: `distrusted, ${stolen}` });

    test('leaves what was anchored before vouched for, and names what came later, anchored or not', async () => {
      expect(distrustKey(scene.dataDir, stolen, Date.now())).not.toBeNull();
      expect(await scene.verify()).toEqual([]);
      expect(check(await exported())).toEqual({
        code: EXIT.accepted,
        said: expect.stringContaining(`${stolen} is distrusted since`),
      });
      distrustKey(scene.dataDir, stolen, Date.now(), halfAnHourAgo());
      const seq = await act(thief);
      expect(await scene.verify()).toEqual([wrong(seq)]);
      await anchorNow();
      expect(await scene.verify()).toEqual([wrong(seq)]);
      expect(check(await exported())).toEqual({
        code: EXIT.refused,
        said: expect.stringContaining(`event ${seq}: is signed by ${stolen}, distrusted since`),
      });
    });

    test('vouches for nothing that was not anchored when it was stolen', async () => {
      distrustKey(scene.dataDir, stolen, Date.now(), twoHoursAgo());
      const found = await scene.verify();
      expect(found.length).toBeGreaterThan(8);
      expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['signature-wrong']));
      expect(check(await exported())).toEqual({
        code: EXIT.refused,
        said: expect.stringContaining('event 1: is signed by'),
      });
    });

    test('is judged by the anchors outside, not by those that the database shows', async () => {
      distrustKey(scene.dataDir, stolen, Date.now(), halfAnHourAgo());
      const seq = await act(thief);
      // The thief has the database, too, and lays an anchor there that looks an hour old.
      await scene.tamper(
        `update anchor_leaves set seq = ${seq}, hash = (select hash from heads where dossier_id = '${second()}')
          where kind = 'dossier' and id = '${second()}'`,
      );
      expect(await scene.verify()).toContainEqual(wrong(seq));
    });

    test('was stolen when somebody says so last, and one word alone moves nothing', () => {
      const [first, second] = [twoHoursAgo(), halfAnHourAgo()];
      expect(distrustKey(scene.dataDir, stolen, Date.now(), second)).toBe(second);
      expect(distrustKey(scene.dataDir, stolen, Date.now())).toBe(second);
      expect(distrustKey(scene.dataDir, stolen, Date.now(), first)).toBe(first);
    });
  });
});
