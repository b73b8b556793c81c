#!/usr/bin/env node
/**
 * Checks one exported dossier without the installation it comes from: plain Node 18 or newer, no packages, no network.
 *
 *   node check.mjs PROOF.json [--key anchor-key.pub] [--anchors anchors.jsonl] [--signing-keys keys.json]
 *
 * Exit code 0: accepted. 1: refused, with the place. 2: wrong command line, or no such file.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FORMAT = 'lienthong-dossier-proof/1';

class Refused extends Error {}
const refuse = (place, why) => {
  throw new Refused(`${place}: ${why}`);
};

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const utf8 = (text) => Buffer.from(text, 'utf8');
const hex = (bytes) => bytes.toString('hex');

/** RFC 8785 for the values that occur here. */
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(',')}}`;
  return JSON.stringify(value);
};

const parsed = (text, place) => {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(place, 'is no JSON');
  }
};

/** Each event follows from the one before, up to the head. Answers the hash behind each event. */
function checkChain({ dossierId, events, head }) {
  const hashes = [sha256(utf8(`lienthong:${dossierId}`))];
  for (const [index, { seq, hash, body }] of events.entries()) {
    const place = `event ${index + 1}`;
    if (seq !== index + 1) refuse(place, 'is missing');
    const next = sha256(hashes[index], utf8(body));
    if (hex(next) !== hash) refuse(place, 'was changed, or does not follow from the one before');
    const event = parsed(body, place);
    if (canonical(event) !== body) refuse(place, 'is not in canonical form');
    if (event.seq !== seq) refuse(place, `calls itself ${event.seq}`);
    if (index > 0 && event.at < parsed(events[index - 1].body, place).at)
      refuse(place, 'is earlier than the one before');
    hashes.push(next);
  }
  if (events.length === 0) refuse('events', 'there are none');
  if (head.seq !== events.length || head.hash !== hex(hashes.at(-1))) refuse('head', 'is not where the events end');
  const code = events.map(({ body }) => JSON.parse(body).payload).find(({ type }) => type === 'DossierAccepted')?.code;
  return { hashes, code: code ?? null };
}

/** What a part of the installation may vouch for. */
const maySign = (part, { kind }, act) => {
  if (part === 'worker') return kind === 'engine' || act === 'submit';
  if (part === 'relay') return kind === 'partner' && act === 'report-sync';
  return (part === 'api' || part === 'cli') && act !== 'tick';
};

const openingOf = ({ type, procedureCode, procedureVersion, receivingUnit, place }) =>
  type === 'DossierSubmitted' ? { procedureCode, procedureVersion, receivingUnit, place } : null;

/** Each command is signed by the part that took it in. Events up to `unsignedTo` are older than signatures. */
function checkSignatures({ dossierId, events, unsignedTo = 0 }, signingKeys) {
  let before = null;
  for (const { seq, body, signature } of events) {
    const { actor, commandId, command, payload } = JSON.parse(body);
    const begins = commandId !== before;
    before = commandId;
    if (!begins || seq <= unsignedTo) continue;
    const place = `event ${seq}`;
    if (signature === undefined) refuse(place, 'its command is signed by nobody');
    const key = signingKeys.get(signature.key);
    if (key === undefined) refuse(place, `its command is signed by ${signature.key}, which is none of the installation's keys`);
    if (!maySign(key.part, actor, command.act)) refuse(place, `${signature.key} may not sign "${command.act}"`);
    const text = canonical({ purpose: 'lienthong:act:1', dossierId, commandId, actor, command, opening: openingOf(payload) });
    if (!verify(null, utf8(text), key.object, Buffer.from(signature.value, 'base64url'))) refuse(place, 'the signature of its command is wrong');
  }
}

/** By id; an id is made of the part and the key's own digest. */
const signingKeysIn = (list) =>
  new Map(
    list.map(({ id, part, publicKey }) => {
      const der = Buffer.from(publicKey, 'base64');
      if (id !== `${part}-${hex(sha256(der)).slice(0, 16)}`) refuse(`key ${id}`, 'is not the key that its name says');
      return [id, { part, object: createPublicKey({ key: der, format: 'der', type: 'spki' }) }];
    }),
  );

/** The root that a leaf and its path give (RFC 9162, 2.1.3.2); null where the path does not fit the tree. */
function rootFrom(leaf, index, size, path) {
  let hash = sha256(Buffer.from([0]), utf8(leaf));
  let [position, last] = [index, size - 1];
  if (!Number.isInteger(index) || index < 0 || index >= size) return null;
  for (const each of path) {
    if (last === 0) return null;
    const sibling = Buffer.from(each, 'hex');
    if (position % 2 === 1 || position === last) {
      hash = sha256(Buffer.from([1]), sibling, hash);
      while (position % 2 === 0 && position !== 0) [position, last] = [position >> 1, last >> 1];
    } else hash = sha256(Buffer.from([1]), hash, sibling);
    [position, last] = [position >> 1, last >> 1];
  }
  return last === 0 ? hash : null;
}

/** Each anchor proves that the events stood as they are when it was signed. Answers the last one. */
function checkAnchors({ dossierId, anchors }, hashes, keys, outside) {
  // Whoever changed the events could leave out the anchors that knew them.
  if (anchors.length === 0)
    refuse('anchors', 'there are none, so nobody outside vouches for it; export it again when an hour has passed');
  for (const leaf of outside?.leaves ?? []) {
    const [, , seq, hash] = leaf.split(' ');
    if (hashes[Number(seq)] === undefined) refuse(`event ${seq}`, 'is in your anchors and missing here');
    if (hex(hashes[Number(seq)]) !== hash) refuse(`event ${seq}`, 'is another one in your anchors');
  }
  let newest = null;
  for (const { statement: text, signature, leaf, index, path, timeStamp } of anchors) {
    const statement = parsed(text, 'anchor');
    const place = `anchor ${statement.anchor}`;
    const [kind, id, seq, hash] = String(leaf).split(' ');
    if (kind !== 'dossier' || id !== dossierId) refuse(place, 'is about something else');
    if (hashes[Number(seq)] === undefined)
      refuse(place, `knows event ${seq}, which is missing here: the end was cut off`);
    if (hex(hashes[Number(seq)]) !== hash)
      refuse(place, `knows event ${seq} as another one: the events were rewritten`);
    if (hex(rootFrom(leaf, index, statement.leaves, path) ?? Buffer.alloc(0)) !== statement.root)
      refuse(place, 'its path does not lead to its root');
    const key = keys.get(statement.key);
    if (key === undefined) refuse(place, `is signed by the key ${statement.key}, which is none of yours`);
    if (!verify(null, utf8(text), key, Buffer.from(signature, 'base64'))) refuse(place, 'its signature is wrong');
    if (outside !== null && !outside.statements.has(text)) refuse(place, 'is not in the file of anchors');
    // The authority's own signature is for openssl; that the stamp is over this statement can be seen here.
    if (timeStamp !== undefined && !Buffer.from(timeStamp, 'base64').includes(sha256(utf8(text))))
      refuse(place, 'its time stamp is of something else');
    if (newest === null || Number(seq) >= newest.seq)
      newest = { seq: Number(seq), at: statement.at, anchor: statement.anchor, stamped: timeStamp !== undefined };
  }
  return newest;
}

/** People and texts, where they are there, are the ones that the events have the digests of. */
function checkPeople({ events, people = [], texts = [] }) {
  const payloads = events.map(({ seq, body }) => ({ seq, payload: JSON.parse(body).payload }));
  for (const { salt, ...person } of people) {
    if (person.subject !== 'applicant') continue;
    const digest = hex(sha256(Buffer.from(salt, 'hex'), utf8(canonical(person))));
    if (payloads[0].payload.applicantDigest !== digest) refuse('people', 'the applicant is not the one of event 1');
  }
  const known = new Map(
    payloads.flatMap(({ seq, payload }) =>
      referencesIn(payload).map(({ textId, digest }) => [textId, { seq, digest }]),
    ),
  );
  for (const { textId, text, salt } of texts) {
    const meant = known.get(textId);
    if (meant === undefined) continue;
    if (hex(sha256(Buffer.from(salt, 'hex'), utf8(text))) !== meant.digest)
      refuse('texts', `${textId} is not the one of event ${meant.seq}`);
  }
}

const referencesIn = (value) => {
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.textId === 'string' && typeof value.digest === 'string') return [value];
  return Object.values(value).flatMap(referencesIn);
};

const keysIn = (pem) =>
  new Map(
    (pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []).map((each) => {
      const key = createPublicKey(each);
      return [hex(sha256(key.export({ type: 'spki', format: 'der' }))), key];
    }),
  );

/** The auditor's copy: the statements, and what the anchors hold of this dossier where the leaves came along. */
const copyOf = (text, dossierId) => {
  const [statements, leaves] = [new Set(), []];
  for (const line of text.split('\n')) {
    try {
      const read = JSON.parse(line);
      if (read.statement !== undefined) statements.add(read.statement);
      leaves.push(...(read.leaves ?? []).filter((leaf) => leaf.startsWith(`dossier ${dossierId} `)));
    } catch {
      // A torn or empty line holds nothing.
    }
  }
  return { statements, leaves };
};

function main([file, ...options]) {
  const option = (name) => (options.includes(name) ? (options[options.indexOf(name) + 1] ?? '') : null);
  if (file === undefined || file.startsWith('--')) {
    console.error('node check.mjs PROOF.json [--key anchor-key.pub] [--anchors anchors.jsonl] [--signing-keys keys.json]');
    return 2;
  }
  let texts;
  try {
    texts = [file, option('--key'), option('--anchors'), option('--signing-keys')].map((name) =>
      name === null ? null : readFileSync(name, 'utf8'),
    );
  } catch (error) {
    console.error(error.message);
    return 2;
  }
  const [text, pem, lines, signers] = texts;
  try {
    const proof = parsed(text, file);
    if (proof.format !== FORMAT) refuse(file, `is not in the format ${FORMAT}`);
    const { hashes, code } = checkChain(proof);
    if (proof.code !== null && proof.code !== code) refuse('code', `is ${proof.code}, and the events say ${code}`);
    const signingKeys = signingKeysIn(signers === null ? proof.signingKeys : parsed(signers, '--signing-keys').keys);
    const keys = keysIn(pem ?? proof.keys.map(({ publicKey }) => publicKey).join('\n'));
    const newest = checkAnchors(proof, hashes, keys, lines === null ? null : copyOf(lines, proof.dossierId));
    checkSignatures(proof, signingKeys);
    checkPeople(proof);
    console.log(
      `accepted: ${code ?? proof.dossierId}, ${proof.events.length} events, each follows from the one before`,
    );
    const stamped = newest.stamped ? ', with a time stamp' : '';
    console.log(`events 1 to ${newest.seq} stood so at ${newest.at} (anchor ${newest.anchor}${stamped})`);
    if (newest.seq < proof.events.length)
      console.log(`events ${newest.seq + 1} to ${proof.events.length} are not anchored yet`);
    if (signers === null)
      console.log(`the keys that sign acts came with the file, too: ${[...signingKeys.keys()].join(', ')}`);
    if (pem === null)
      console.log(`the key came with the file; compare it with the one you were given: ${[...keys.keys()].join(', ')}`);
    return 0;
  } catch (error) {
    const reason = error instanceof Refused ? error.message : `the file is not a proof: ${error.message}`;
    console.error(`refused: ${reason}`);
    return 1;
  }
}

process.exitCode = main(process.argv.slice(2));
