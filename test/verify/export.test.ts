import { execFileSync, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recordDossier } from '../../db/record';
import { timeHandled } from '../../domain/dossier/engine';
import { recordingOf } from '../../domain/dossier/recording-of';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { anchorSigner } from '../../gateway/anchor-key';
import { anchorLogs } from '../../gateway/anchor-logs';
import { exportProof } from '../../gateway/export-proof';
import { trustedKeys } from '../../gateway/signing';
import { readTimeStamp, requestTimeStamp } from '../../gateway/time-stamp';
import { granted } from '../engine/desk-work';
import { describeOn } from '../servers';
import { prepareOriginal } from './scene';
import type { Original, Scene } from './scene';

interface Proof {
  head: { seq: number; hash: string };
  events: { seq: number; hash: string; body: string }[];
  anchors: { statement: string; signature: string; leaf: string; index: number; path: string[]; timeStamp?: string }[];
  people?: { subject: string; name: string; salt: string }[];
  texts?: { textId: string; text: string; salt: string }[];
}

describeOn('postgres', 'an exported dossier convinces whoever has nothing but the checker', () => {
  let original: Original;
  let scene: Scene;
  let checker: string;
  beforeAll(async () => {
    original = await prepareOriginal();
    scene = await original.copy();
    // Alone in a directory, as somebody else would have it.
    checker = join(scene.dataDir, 'elsewhere', 'check.mjs');
    mkdirSync(join(scene.dataDir, 'elsewhere'));
    cpSync(resolve(__dirname, '../../checker/check.mjs'), checker);
  }, 180_000);
  afterAll(async () => {
    await scene?.close();
    await original?.close();
  });

  const exported = async (n: number, withPeople = false): Promise<Proof> => {
    const { auditor, dossiers, dataDir } = scene;
    return JSON.parse(
      JSON.stringify(await exportProof({ db: auditor.db, dossierId: dossiers[n]!, dataDir, withPeople })),
    ) as Proof;
  };
  const check = (
    proof: Proof,
    ...options: readonly string[]
  ): { readonly code: number | null; readonly said: string } => {
    const file = join(scene.dataDir, 'proof.json');
    writeFileSync(file, JSON.stringify(proof));
    const { status, stdout, stderr } = spawnSync(process.execPath, [checker, file, ...options], { encoding: 'utf8' });
    return { code: status, said: stdout + stderr };
  };
  const key = (): string[] => {
    const signers = join(scene.dataDir, 'keys.json');
    writeFileSync(signers, JSON.stringify({ keys: trustedKeys(scene.dataDir) }));
    return ['--key', join(scene.dataDir, 'anchor-key.pub'), '--signing-keys', signers];
  };
  const outside = (): string[] => ['--anchors', scene.anchorFile];
  const changed = async (change: (proof: Proof) => void, withPeople = false): Promise<string> => {
    const proof = await exported(1, withPeople);
    change(proof);
    const { code, said } = check(proof, ...key(), ...outside());
    expect(code).toBe(1);
    return said;
  };

  test('it is accepted, for each dossier of the tree, with the key and the anchors of the auditor and without', async () => {
    for (const n of [0, 1, 2]) {
      const proof = await exported(n);
      expect(check(proof, ...key(), ...outside())).toMatchObject({
        code: 0,
        said: expect.stringContaining('stood so at'),
      });
      expect(check(proof)).toMatchObject({
        code: 3,
        said: expect.stringContaining('compare it with the one you were given'),
      });
    }
  });

  test('keys and anchors are for their owner alone to read: whoever else wants them is given a copy', () => {
    for (const file of [join(scene.dataDir, 'anchor-key'), join(scene.dataDir, 'anchor-key.pub'), scene.anchorFile])
      expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600]);
  });

  test('names and texts stay out unless they are asked for, and then are the ones of the digests', async () => {
    expect(JSON.stringify(await exported(1))).not.toMatch(/Lò Thị Mai|Đủ điều kiện|0120950012/);
    const proof = await exported(1, true);
    expect(proof.people).toEqual([expect.objectContaining({ name: 'Lò Thị Mai 2' })]);
    expect(check(proof, ...key(), ...outside()).code).toBe(0);
  });

  test('a changed one is refused, and the place is said', async () => {
    expect(
      await changed(({ events }) => void (events[2]!.body = events[2]!.body.replace('receptionist', 'leader'))),
    ).toContain('event 3');
    expect(await changed(({ events }) => void events.splice(1, 1))).toContain('event 2: is missing');
    expect(
      await changed((proof) => {
        proof.events.pop();
        proof.head = { seq: proof.events.length, hash: proof.events.at(-1)!.hash };
      }),
    ).toContain('is in your anchors and missing here');
    expect(
      await changed(({ anchors }) => void (anchors[0]!.signature = Buffer.alloc(64).toString('base64'))),
    ).toContain('its signature is wrong');
    expect(await changed(({ anchors }) => void anchors[0]!.path.reverse())).toContain('does not lead to its root');
    expect(await changed(({ anchors }) => void (anchors[0]!.index += 1))).toContain('does not lead to its root');
    expect(await changed(({ people }) => void (people![0]!.name = 'Người khác'), true)).toContain(
      'the applicant is not the one of event 1',
    );
    expect(await changed(({ texts }) => void (texts![0]!.text = 'Không đủ'), true)).toContain(
      'is not the one of event',
    );
  });

  test('anchors that were left out hide nothing', async () => {
    expect(await changed(({ anchors }) => void anchors.splice(0))).toContain('nobody outside vouches for it');
    // Also where only the auditor's own copy knows the end that was cut off.
    const proof = await exported(1);
    const last = proof.events.pop()!;
    proof.head = { seq: last.seq - 1, hash: proof.events.at(-1)!.hash };
    const { code, said } = check(proof, ...outside());
    expect(code).toBe(1);
    expect(said).toContain(`event ${last.seq}: is in your anchors and missing here`);
    expect(check(proof, ...key())).toMatchObject({ code: 1, said: expect.stringContaining('the end was cut off') });
  });

  test('a log rewritten with all its hashes is refused: the anchor knows it as another one', async () => {
    const { createHash } = await import('node:crypto');
    const said = await changed((proof) => {
      const id = scene.dossiers[1]!;
      let hash = createHash('sha256').update(`lienthong:${id}`).digest();
      for (const event of proof.events) {
        event.body = event.body.replaceAll('receptionist@', 'somebody.else@');
        hash = createHash('sha256').update(hash).update(event.body).digest();
        event.hash = hash.toString('hex');
      }
      proof.head.hash = hash.toString('hex');
    });
    expect(said).toContain('is another one in your anchors');
  });

  test('one signed with a key of the forger is refused by whoever has the true key', async () => {
    const other = anchorSigner(join(scene.dataDir, 'elsewhere'));
    const said = await changed(({ anchors }) => {
      const anchor = anchors[0]!;
      anchor.statement = anchor.statement.replace(/"key":"\w+"/, `"key":"${other.key}"`);
      anchor.signature = other.sign(anchor.statement).toString('base64');
    });
    expect(said).toContain('none of yours');
  });

  test('what happened since the last anchor is told apart, and is anchored with the next', async () => {
    const { recorder, dossiers } = scene;
    const dossierId = dossiers[2]!;
    const state = (await rebuildDossier(recorder.db, dossierId))!;
    const handled = granted(timeHandled(state, state.lastAt + 400 * 24 * 3_600_000));
    if (handled.logged.length > 0)
      await recordDossier(recorder.pool, recordingOf(state, handled, { epoch: 1, after: null, run: null }));
    const before = check(await exported(2), ...key());
    expect(before.said).toContain(handled.logged.length > 0 ? 'not anchored yet' : 'stood so at');
    await scene.anchor();
    expect(check(await exported(2), ...key(), ...outside())).toMatchObject({
      code: 0,
      said: expect.not.stringContaining('not anchored yet'),
    });
  });

  test('an anchor gets its time stamp from an authority (RFC 3161), which checker and openssl know again', async () => {
    const authority = await startAuthority(join(scene.dataDir, 'authority'));
    try {
      await recorderAnchors(authority.url);
      const row = await scene.auditor.db
        .selectFrom('anchor_stamps')
        .selectAll()
        .orderBy('anchor', 'desc')
        .executeTakeFirstOrThrow();
      const { statement } = await scene.auditor.db
        .selectFrom('anchors')
        .selectAll()
        .where('anchor', '=', row.anchor)
        .executeTakeFirstOrThrow();
      const stamp = await readTimeStamp(row.response, statement);
      expect(Math.abs(stamp.at.getTime() - Date.now())).toBeLessThan(600_000);
      const file = join(scene.dataDir, 'authority', 'answer.tsr');
      writeFileSync(file, row.response);
      const { createHash } = await import('node:crypto');
      const digest = createHash('sha256').update(statement).digest('hex');
      const verified = spawnSync(
        'openssl',
        ['ts', '-verify', '-digest', digest, '-in', file, '-CAfile', authority.root],
        { encoding: 'utf8' },
      );
      expect(verified.stdout + verified.stderr).toContain('Verification: OK');
      expect(readFileSync(scene.anchorFile, 'utf8')).toContain('"timeStamp"');
      // The checker finds the digest where it has to stand, and says whose word it has not verified.
      const proof = await exported(1);
      const anchor = proof.anchors.at(-1)!;
      anchor.timeStamp = (await requestTimeStamp(authority.url, anchor.statement)).toString('base64');
      expect(check(proof, ...key(), ...outside())).toEqual({
        code: 0,
        said: expect.stringMatching(/a time stamp says \d{4}-\S+Z, its authority is not verified here/),
      });
      anchor.timeStamp = row.response.toString('base64');
      expect(check(proof, ...key(), ...outside())).toEqual({
        code: 1,
        said: expect.stringContaining('its time stamp is none of this anchor (it is of something else)'),
      });
      expect(await scene.verify()).toEqual([]);
      await scene.tamper(
        `update anchor_stamps set response = overlay(response placing '\\x00'::bytea from length(response) - 3)`,
      );
      expect(await scene.verify()).toContainEqual(
        expect.objectContaining({ kind: 'time-stamp-wrong', seq: row.anchor }),
      );
    } finally {
      await authority.close();
    }
  }, 60_000);

  const recorderAnchors = (url: string): Promise<number | null> =>
    anchorLogs(
      {
        db: scene.recorder.db,
        signer: anchorSigner(scene.dataDir),
        file: scene.anchorFile,
        stamp: (statement) => requestTimeStamp(url, statement),
      },
      Date.now(),
      0,
    );
});

/** A time-stamping authority of its own: openssl behind HTTP. */
async function startAuthority(
  directory: string,
): Promise<{ readonly url: string; readonly root: string; close(): Promise<void> }> {
  mkdirSync(directory);
  const at = (name: string): string => join(directory, name);
  const openssl = (...words: readonly string[]): Buffer =>
    execFileSync('openssl', words, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    at('root.key'),
    '-out',
    at('root.pem'),
    '-subj',
    '/CN=Root',
    '-days',
    '2',
  );
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('tsa.key'), '-out', at('tsa.csr'), '-subj', '/CN=TSA');
  writeFileSync(at('ext'), 'extendedKeyUsage=critical,timeStamping\n');
  openssl(
    'x509',
    '-req',
    '-in',
    at('tsa.csr'),
    '-CA',
    at('root.pem'),
    '-CAkey',
    at('root.key'),
    '-CAcreateserial',
    '-out',
    at('tsa.pem'),
    '-days',
    '2',
    '-extfile',
    at('ext'),
  );
  writeFileSync(at('serial'), '01\n');
  writeFileSync(
    at('conf'),
    `[tsa]\ndefault_tsa=t\n[t]\nserial=${at('serial')}\nsigner_cert=${at('tsa.pem')}\nsigner_key=${at('tsa.key')}\ncerts=${at('root.pem')}\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n`,
  );
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      writeFileSync(at('query.tsq'), Buffer.concat(parts));
      openssl('ts', '-reply', '-config', at('conf'), '-queryfile', at('query.tsq'), '-out', at('reply.tsr'));
      response.setHeader('content-type', 'application/timestamp-reply').end(readFileSync(at('reply.tsr')));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    root: at('root.pem'),
    close: () => new Promise((done) => server.close(() => done())),
  };
}
