#!/usr/bin/env node
/**
 * Checks one exported dossier without the installation it comes from: plain Node 18 or newer, no packages, no network.
 *
 *   node check.mjs PROOF.json --key anchor-key.pub --anchors anchors.jsonl --signing-keys keys.json
 *
 * README.md beside it says what each option is good for, and has the table of exit codes.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FORMAT = 'lienthong-dossier-proof/1';
const USAGE = 'node check.mjs PROOF.json [--key anchor-key.pub] [--anchors anchors.jsonl] [--signing-keys keys.json]';
const OPTIONS = ['--key', '--anchors', '--signing-keys'];
const EXIT = { accepted: 0, refused: 1, usage: 2, ownKeys: 3, unanchored: 4, endUnseen: 5 };

/** The file says something that does not hold. */
class Refused extends Error {}
/** The program was called in a way that it cannot do anything with. */
class Misused extends Error {}
const refuse = (place, why) => {
  throw new Refused(`${place}: ${why}`);
};
const misuse = (why) => {
  throw new Misused(why);
};

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const utf8 = (text) => Buffer.from(text, 'utf8');
const hex = (bytes) => bytes.toString('hex');
const isDigest = (text) => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

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

/** Bytes have one text only: another one could hold words between them. */
const bytesOf = (place, text, encoding) => {
  const bytes = Buffer.from(String(text), encoding);
  return bytes.toString(encoding) === text ? bytes : refuse(place, `holds something else than ${encoding}`);
};

/** What is hashed or signed has one text only. */
const parsedCanonical = (text, place) => {
  const value = parsed(text, place);
  if (!isObject(value) || canonical(value) !== text) refuse(place, 'is not in canonical form');
  return value;
};

// What the file may hold. Whatever else stands in it is vouched for by nobody, and somebody might read it.

/** Refuses what lacks a member, or has one that means nothing here. */
const only = (place, value, needed, allowed = []) => {
  if (!isObject(value)) refuse(place, 'is no object');
  for (const name of Object.keys(value))
    if (!needed.includes(name) && !allowed.includes(name)) refuse(place, `the member "${name}" means nothing here`);
  for (const name of needed) if (!Object.hasOwn(value, name)) refuse(place, `has no "${name}"`);
};

const each = (place, list, look) => {
  if (!Array.isArray(list)) refuse(place, 'is no list');
  for (const [index, item] of list.entries()) look(`${place}, number ${index + 1}`, item);
};

/** Of two members of one name this program reads one, and somebody else the other. */
function checkMembersOnce(text, value) {
  const colons = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/gs, '').split(':').length - 1;
  if (colons !== membersIn(value)) refuse('the file', 'has a member twice');
}

const membersIn = (value) => {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum, each) => sum + membersIn(each), own);
};

const LEAF_PROOF = ['statement', 'signature', 'leaf', 'index', 'path'];

function checkShape(proof) {
  const people = ['people', 'texts', 'corrections'];
  const needed = ['format', 'dossierId', 'code', 'head', 'events', 'unsignedTo', 'signingKeys', 'anchors', 'keys'];
  only('the file', proof, needed, people);
  if (typeof proof.dossierId !== 'string' || !/^[0-9a-f-]{36}$/.test(proof.dossierId))
    refuse('dossierId', 'is none');
  if (!isCount(proof.unsignedTo)) refuse('unsignedTo', 'is no number of an event');
  only('head', proof.head, ['seq', 'hash']);
  each('events', proof.events, (place, event) => {
    only(place, event, ['seq', 'hash', 'body'], ['signature']);
    if (event.signature !== undefined) only(place, event.signature, ['key', 'value']);
  });
  each('anchors', proof.anchors, checkLeafShape);
  each('keys', proof.keys, (place, key) => {
    only(place, key, ['id', 'publicKey']);
    const known = keysIn(String(key.publicKey)).get(key.id);
    if (known?.export({ type: 'spki', format: 'pem' }) !== key.publicKey)
      refuse(place, 'is not the key that its number says');
  });
  const fates = ['madeAt', 'retiredAt', 'distrustedAt', 'distrustedSince'];
  each('signingKeys', proof.signingKeys, (place, key) => {
    only(place, key, ['id', 'part', 'publicKey'], fates);
    for (const fate of fates)
      if (key[fate] !== undefined && !isCount(key[fate])) refuse(place, `its "${fate}" is no instant`);
  });
  const fields = ['idNumber', 'phone', 'email', 'address'];
  each('people', proof.people ?? [], (place, person) => only(place, person, ['subject', 'name', 'salt'], fields));
  each('texts', proof.texts ?? [], (place, text) => only(place, text, ['textId', 'text', 'salt']));
  each('corrections', proof.corrections ?? [], (place, correction) => {
    only(place, correction, ['body'], ['anchor', 'signature']);
    if (correction.signature !== undefined) only(place, correction.signature, ['key', 'value']);
    if (correction.anchor !== undefined) checkLeafShape(place, correction.anchor);
  });
}

function checkLeafShape(place, proof) {
  only(place, proof, LEAF_PROOF, ['timeStamp']);
  each(place, proof.path, (_, hash) => isDigest(hash) || refuse(place, 'its path holds something else than hashes'));
}

/** Each event follows from the one before, up to the head. Answers the events, and the hash behind each. */
function checkChain({ dossierId, events: rows, head, code }) {
  const hashes = [sha256(utf8(`lienthong:${dossierId}`))];
  const events = [];
  for (const [index, { seq, hash, body, signature }] of rows.entries()) {
    const place = `event ${index + 1}`;
    if (seq !== index + 1) refuse(place, 'is missing');
    const next = sha256(hashes[index], utf8(String(body)));
    if (hex(next) !== hash) refuse(place, 'was changed, or does not follow from the one before');
    const event = parsedCanonical(body, place);
    if (event.seq !== seq) refuse(place, `calls itself ${event.seq}`);
    if (!isObject(event.payload) || event.payload.type !== event.type) refuse(place, 'is of two types');
    if (!Number.isSafeInteger(event.at)) refuse(place, 'has no time');
    if (index > 0 && event.at < events[index - 1].at) refuse(place, 'is earlier than the one before');
    hashes.push(next);
    events.push({ ...event, signature });
  }
  if (events.length === 0) refuse('events', 'there are none');
  if (head.seq !== events.length || head.hash !== hex(hashes.at(-1))) refuse('head', 'is not where the events end');
  const accepted = events.find(({ type }) => type === 'DossierAccepted')?.payload.code ?? null;
  if (code !== accepted) refuse('code', `is ${code}, and the events say ${accepted}`);
  return { hashes, events };
}

/** Events of one command stand together and say the same of it: else an unsigned one could pass for a signed one's. */
function commandsOf(events) {
  const commands = new Map();
  let before = null;
  for (const event of events) {
    const { seq, commandId, actor, command, signature } = event;
    const place = `event ${seq}`;
    const said = canonical({ actor: actor ?? null, command: command ?? null });
    const known = commands.get(commandId);
    if (known === undefined) {
      commands.set(commandId, { first: event, last: seq, said });
    } else {
      if (before !== commandId) refuse(place, `its command is that of event ${known.first.seq}, which is long done`);
      if (known.said !== said) refuse(place, `says something else of its command than event ${known.first.seq}`);
      if (signature !== undefined) refuse(place, `its command is that of event ${known.first.seq}, which is signed`);
      known.last = seq;
    }
    before = commandId;
  }
  return [...commands.values()];
}

/** What a part of the installation may vouch for. */
const maySign = (part, actor, act) => {
  if (part === 'worker') return actor?.kind === 'engine' || act === 'submit';
  if (part === 'relay') return actor?.kind === 'partner' && act === 'report-sync';
  return (part === 'api' || part === 'cli') && act !== 'tick';
};

/** What a dossier begins with: its signature covers that, too. Logs of earlier programs name no version of the agencies. */
const openingOf = ({ type, procedureCode, procedureVersion, agenciesVersion, receivingUnit, place }) => {
  if (type !== 'DossierSubmitted') return null;
  const pin = agenciesVersion === undefined ? {} : { agenciesVersion };
  return { procedureCode, procedureVersion, ...pin, receivingUnit, place };
};

/** Each command is signed by the part that took it in, or is older than signatures. Answers what is to be told. */
function checkSignatures({ dossierId, unsignedTo }, commands, signingKeys, anchors, copy) {
  const told = [...checkUnsignedTo(unsignedTo, anchors, copy)];
  const distrusted = new Map();
  let unsigned = 0;
  for (const { first, last } of commands) {
    const { seq, actor, commandId, command, payload, signature } = first;
    const place = `event ${seq}`;
    if (signature === undefined) {
      if (last > unsignedTo) refuse(place, 'its command is signed by nobody');
      unsigned += last - seq + 1;
      continue;
    }
    const said = { dossierId, commandId, actor, command, opening: openingOf(payload) };
    const heldBefore = (instant) => anchors.some((anchor) => anchor.at < instant && anchor.seq >= last);
    const since = checkVouched(place, said, signature, signingKeys, heldBefore);
    if (since !== null) distrusted.set(signature.key, since);
  }
  if (unsigned > 0) told.push(`${unsigned} of the events are signed by nobody: they are older than signatures`);
  for (const [id, since] of distrusted)
    told.push(`${id} is distrusted since ${since}; what it signed here was anchored before`);
  return told;
}

/** Somebody who may do so signed this. Answers since when their key is distrusted, null where it is not. */
function checkVouched(place, said, signature, signingKeys, heldBefore) {
  const key = signingKeys.get(signature.key);
  if (key === undefined)
    refuse(place, `its command is signed by ${signature.key}, which is none of the installation's keys`);
  const { actor, command } = said;
  if (!maySign(key.part, actor, command?.act)) refuse(place, `${signature.key} may not sign "${command?.act}"`);
  const text = canonical({ purpose: 'lienthong:act:1', ...said });
  if (!verify(null, utf8(text), key.object, bytesOf(place, signature.value, 'base64url')))
    refuse(place, 'the signature of its command is wrong');
  if (key.distrustedSince === null) return null;
  const since = new Date(key.distrustedSince).toISOString();
  // A thief signs what they like, and for any time. Only what an anchor held before cannot be theirs.
  if (!heldBefore(key.distrustedSince))
    refuse(place, `is signed by ${signature.key}, distrusted since ${since}, and no anchor held it before`);
  return since;
}

const BEFORE_FIRST = hex(sha256(utf8('lienthong:anchors')));

/** Whoever invents a log and calls it older than signatures comes after the first anchor: that one must hold it. */
function checkUnsignedTo(unsignedTo, anchors, copy) {
  if (unsignedTo === 0) return [];
  const first = anchors.find(({ statement }) => statement.previous === BEFORE_FIRST);
  const held = first?.seq ?? 0;
  const claim = `calls events 1 to ${unsignedTo} older than signatures`;
  if (held < unsignedTo) refuse('unsignedTo', `${claim}, and the first anchor holds ${held}`);
  const rules = rulesSince(copy);
  const isNamed = ({ number, leaves }) =>
    number <= rules && leaves?.some(([kind, , seq]) => kind === 'unsigned' && Number(seq) === unsignedTo);
  if (rules !== null && ![...copy.anchors.values()].some(isNamed))
    refuse('unsignedTo', `${claim}, and no anchor up to anchor ${rules} names it so`);
  return [`events 1 to ${unsignedTo} are older than signatures; the first anchor, of ${first.statement.at}, has them`];
}

/** By id; an id is made of the part and the key's own digest. */
const signingKeysIn = (list) =>
  new Map(
    list.map(({ id, part, publicKey, distrustedAt = null, distrustedSince = null }) => {
      const der = bytesOf(`key ${id}`, publicKey, 'base64');
      if (id !== `${part}-${hex(sha256(der)).slice(0, 16)}`) refuse(`key ${id}`, 'is not the key that its name says');
      const since = distrustedSince ?? distrustedAt;
      const instant = since === null ? null : new Date(since).getTime();
      if (Number.isNaN(instant)) refuse(`key ${id}`, 'it is not said since when it is distrusted');
      const object = createPublicKey({ key: der, format: 'der', type: 'spki' });
      return [id, { part, object, distrustedSince: instant }];
    }),
  );

/** The root that a leaf and its path give (RFC 9162, 2.1.3.2); null where the path does not fit the tree. */
function rootFrom(leaf, index, size, path) {
  let hash = leafHash(leaf);
  let [position, last] = [index, size - 1];
  if (!Number.isInteger(index) || index < 0 || index >= size) return null;
  for (const sibling of path.map((text) => Buffer.from(text, 'hex'))) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash);
      while (position % 2 === 0 && position !== 0) [position, last] = [position >> 1, last >> 1];
    } else hash = nodeHash(hash, sibling);
    [position, last] = [position >> 1, last >> 1];
  }
  return last === 0 ? hash : null;
}

const leafHash = (text) => sha256(Buffer.from([0]), utf8(text));
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);

/** The root over all leaves (RFC 6962, 2.1): levels are halved, and a last one without a neighbour goes up as it is. */
function rootOf(leaves) {
  if (leaves.length === 0) return sha256();
  let level = leaves.map(leafHash);
  while (level.length > 1) {
    const above = [];
    for (let i = 0; i < level.length; i += 2)
      above.push(i + 1 < level.length ? nodeHash(level[i], level[i + 1]) : level[i]);
    level = above;
  }
  return level[0];
}

function readStatement(text) {
  const statement = parsedCanonical(String(text), 'anchor');
  const place = `anchor ${statement.anchor}`;
  only(place, statement, ['v', 'anchor', 'at', 'previous', 'leaves', 'root', 'key']);
  const { v, anchor, at, leaves, root, previous } = statement;
  const isWhole = v === 1 && isCount(anchor) && anchor > 0 && isCount(leaves) && isDigest(root) && isDigest(previous);
  if (!isWhole || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at)) refuse(place, 'is not in its form');
  return statement;
}

function checkSigned(statement, text, signature, keys) {
  const place = `anchor ${statement.anchor}`;
  const key = keys.get(statement.key);
  if (key === undefined) refuse(place, `is signed by the key ${statement.key}, which is none of yours`);
  if (!verify(null, utf8(text), key, bytesOf(place, signature, 'base64')))
    refuse(place, 'its signature is wrong');
}

/** One leaf is in a tree whose root is signed. Answers the statement and the words of the leaf. */
function checkLeaf({ statement: text, signature, leaf, index, path, timeStamp }, keys, copy) {
  const statement = readStatement(text);
  const place = `anchor ${statement.anchor}`;
  const [kind, id, seq, hash, ...rest] = String(leaf).split(' ');
  if (!/^[1-9]\d*$/.test(seq ?? '') || !isDigest(hash) || rest.length > 0) refuse(place, 'its leaf is none');
  if (hex(rootFrom(leaf, index, statement.leaves, path) ?? Buffer.alloc(0)) !== statement.root)
    refuse(place, 'its path does not lead to its root');
  checkSigned(statement, text, signature, keys);
  if (copy !== null && copy.anchors.get(statement.anchor)?.text !== text)
    refuse(place, `is not in your copy of the anchors, which ends with anchor ${lastOf(copy)}`);
  const stampedAt = timeStamp === undefined ? null : stampOf(timeStamp, sha256(utf8(text)), place);
  return { statement, kind, id, seq: Number(seq), hash, stampedAt };
}

/** Each anchor proves that the events stood as they are when it was signed. Answers them in order. */
function checkAnchors({ dossierId, anchors }, hashes, keys, copy) {
  // Whoever changed the events could leave out the anchors that knew them.
  if (anchors.length === 0)
    refuse('anchors', 'there are none, so nobody outside vouches for it; export it again when an hour has passed');
  const held = (place, seq, hash, missing, other) => {
    if (hashes[seq] === undefined) refuse(place, missing);
    if (hex(hashes[seq]) !== hash) refuse(place, other);
  };
  for (const { leaves } of copy?.anchors.values() ?? [])
    for (const [, , seq, hash] of leaves?.filter(([kind]) => kind === 'dossier') ?? [])
      held(`event ${seq}`, Number(seq), hash, 'is in your anchors and missing here', 'is another one in your anchors');
  const found = [];
  for (const anchor of anchors) {
    const read = checkLeaf(anchor, keys, copy);
    const { kind, id, seq, hash, statement } = read;
    const place = `anchor ${statement.anchor}`;
    if (kind !== 'dossier' || id !== dossierId) refuse(place, 'is about something else');
    const missing = `knows event ${seq}, which is missing here: the end was cut off`;
    held(place, seq, hash, missing, `knows event ${seq} as another one: the events were rewritten`);
    const before = found.at(-1);
    if (before !== undefined && (statement.anchor <= before.statement.anchor || seq <= before.seq))
      refuse(place, 'is not in its order');
    found.push({ ...read, at: Date.parse(statement.at) });
  }
  return found;
}

/** Whether, by your copy, nobody sees if the end was cut off, and since when. */
function endUnseen(copy, { statement: { anchor, at } }) {
  const unseen = (why) => [{ exit: EXIT.endUnseen, why: `${why}: an end cut off since ${at} cannot be seen` }];
  if (copy === null) return unseen('you gave no copy of the anchors (--anchors)');
  const later = [...copy.anchors.values()].filter((each) => each.number >= anchor).sort(byNumber);
  for (const [index, { number, leaves, previous }] of later.entries()) {
    if (index === 0) continue;
    if (previous !== hex(sha256(utf8(later[index - 1].text))))
      return unseen(`your copy lacks the anchor before anchor ${number}`);
    if (leaves === null)
      return unseen(`your copy has no leaves of anchor ${number}; ask for the file of anchors, letters have none`);
  }
  return copy.loose === null ? [] : unseen(copy.loose);
}

const byNumber = (a, b) => a.number - b.number;
const lastOf = ({ anchors }) => [...anchors.keys()].reduce((last, number) => Math.max(last, number), 0);

const SALT = /^[0-9a-f]{32}$/;

/** A salt has its length: with another one, words could be moved from the text into it. */
const digestOf = (place, salt, text) =>
  SALT.test(salt) ? hex(sha256(Buffer.from(salt, 'hex'), utf8(text))) : refuse(place, 'its salt is none');

const GROUNDS = {
  request: 'at their request',
  wrong: 'because it was wrong',
  court: 'by a decision of a court',
  'period-over': 'because its time was over',
};

/** What became of the applicant since event 1: the digest that is right now, and what was done, in words. */
function checkCorrections({ dossierId, corrections = [] }, events, keys, signingKeys, copy) {
  let [digest, by] = [events[0].payload.applicantDigest ?? '', 'event 1'];
  const [told, unanchored] = [[], []];
  for (const { body, anchor, signature } of corrections) {
    const row = parsedCanonical(String(body), 'corrections');
    const place = `correction ${row.change}`;
    if (row.dossier_id !== dossierId || row.subject !== 'applicant') refuse(place, 'is about something else');
    if (digest === null || row.digest_before !== digest) refuse(place, `does not follow from ${by}`);
    const held = anchor === undefined ? null : checkLeaf(anchor, keys, copy);
    if (held === null) unanchored.push(place);
    else if (held.kind !== 'correction' || held.id !== String(row.change) || held.hash !== hex(sha256(utf8(body))))
      refuse(place, 'is not the one that its anchor holds');
    const rules = rulesSince(copy);
    if (signature !== undefined) {
      const heldBefore = (instant) => held !== null && Date.parse(held.statement.at) < instant;
      checkVouched(place, correctionSaid(dossierId, row), signature, signingKeys, heldBefore);
    } else if (rules !== null && (held === null || held.statement.anchor > rules)) refuse(place, 'is signed by nobody');
    const on = new Date(row.at + 7 * 3_600_000).toISOString().slice(0, 10);
    const fields = row.fields.join(', ');
    told.push(`the applicant's ${fields}: ${row.kind} on ${on}, ${GROUNDS[row.ground]} (${row.reference})`);
    [digest, by] = [row.digest_after, place];
  }
  return { digest, by, told, unanchored };
}

/** What whoever corrects a person signs for (docs/signed-acts.md). */
function correctionSaid(dossierId, row) {
  const { subject, version, kind, fields, ground, reference } = row;
  const change = { subject, version, kind, fields, ground, reference };
  const digests = { digestBefore: row.digest_before, digestAfter: row.digest_after };
  return {
    dossierId,
    commandId: `personal-data:${subject}:${version}`,
    actor: { kind: 'officer', person: row.changed_by },
    command: { act: 'change-person', ...change, ...digests, stampedAt: row.at },
    opening: null,
  };
}

/** People and texts, where they are there, are the ones that the events have the digests of. */
function checkPeople({ people, texts }, events, { digest, by }) {
  const told = [];
  for (const { salt, ...person } of people ?? []) {
    if (person.subject !== 'applicant') refuse('people', `nobody vouches for a "${person.subject}"`);
    if (digest === null) refuse('people', `the applicant was erased by ${by}`);
    if (digestOf('people', salt, canonical(person)) !== digest)
      refuse('people', `the applicant is not the one of ${by}`);
  }
  if ((people ?? []).length > 1) refuse('people', 'there is more than one applicant');
  if (people?.length === 0 && digest !== null && digest !== '') told.push('the applicant is not in the file');
  const meant = events.flatMap(({ seq, payload }) => referencesIn(payload).map((each) => ({ seq, ...each })));
  const shown = new Set();
  for (const { textId, text, salt } of texts ?? []) {
    const known = meant.find((reference) => reference.textId === textId);
    if (known === undefined) refuse('texts', `no event knows a text ${textId}`);
    if (shown.has(textId)) refuse('texts', `${textId} is there twice`);
    shown.add(textId);
    if (digestOf('texts', salt, text) !== known.digest)
      refuse('texts', `${textId} is not the one of event ${known.seq}`);
  }
  const missing = new Set(meant.map(({ textId }) => textId).filter((textId) => !shown.has(textId))).size;
  if (texts !== undefined && missing > 0) told.push(`${missing} texts that events refer to are not in the file`);
  return told;
}

const referencesIn = (value) => {
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.textId === 'string' && typeof value.digest === 'string') return [value];
  return Object.values(value).flatMap(referencesIn);
};

// Time stamps (RFC 3161): what can be seen without the authority's root.

/** One value in DER: its tag, its content, and where it ends. */
function derAt(bytes, at) {
  const [tag, short] = [bytes[at], bytes[at + 1]];
  const more = short > 0x80 ? short & 0x7f : 0;
  if (short === undefined || short === 0x80 || more > 4) throw new Error('no DER');
  const length = more === 0 ? short : bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  const [begin, end] = [at + 2 + more, at + 2 + more + length];
  if (end > bytes.length) throw new Error('no DER');
  return { tag, content: bytes.subarray(begin, end), end };
}

function derList(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; at = found.at(-1).end) found.push(derAt(bytes, at));
  return found;
}

const tagged = (item, tag) => {
  if (item?.tag !== tag) throw new Error('another value stands there');
  return item.content;
};
const [SEQUENCE, INTEGER, OCTETS, OID, TIME, EXPLICIT] = [0x30, 0x02, 0x04, 0x06, 0x18, 0xa0];
const SIGNED_DATA = '2a864886f70d010702';
const TST_INFO = '2a864886f70d0109100104';
const SHA_256 = '608648016503040201';

/** When the authority says it saw a digest. Its signature is for `openssl ts -verify`, with a root that you trust. */
function stampOf(timeStamp, digest, place) {
  try {
    const response = bytesOf(place, timeStamp, 'base64');
    const whole = derAt(response, 0);
    if (whole.end !== response.length) throw new Error('something stands behind it');
    const [status, token] = derList(tagged(whole, SEQUENCE)).map((item) => derList(tagged(item, SEQUENCE)));
    if (!['00', '01'].includes(hex(tagged(status[0], INTEGER)))) throw new Error('it was not granted');
    const inner = (type, [name, content]) => {
      if (hex(tagged(name, OID)) !== type) throw new Error('it is of another type');
      return derAt(tagged(content, EXPLICIT), 0);
    };
    const signed = derList(tagged(inner(SIGNED_DATA, token), SEQUENCE));
    const octets = tagged(inner(TST_INFO, derList(tagged(signed[2], SEQUENCE))), OCTETS);
    const [, , imprint, , time] = derList(tagged(derAt(octets, 0), SEQUENCE));
    const [algorithm, hashed] = derList(tagged(imprint, SEQUENCE));
    const isSha256 = hex(tagged(derList(tagged(algorithm, SEQUENCE))[0], OID)) === SHA_256;
    if (!isSha256 || !tagged(hashed, OCTETS).equals(digest)) throw new Error('it is of something else');
    const said = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(tagged(time, TIME).toString('latin1'));
    const [, year, month, day, hour, minute, second] = said;
    return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  } catch (error) {
    return refuse(place, `its time stamp is none of this anchor (${error.message})`);
  }
}

// What comes from outside.

const keysIn = (pem) =>
  new Map(
    (pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []).map((each) => {
      const key = createPublicKey(each);
      return [hex(sha256(key.export({ type: 'spki', format: 'der' }))), key];
    }),
  );

/**
 * The auditor's copy, by number: the statements, and what each anchor holds that concerns this dossier; null where its
 * leaves did not come along, as in a letter. Lines that are torn, or signed by no key of yours, hold nothing; `loose`
 * says so where nothing whole stands behind them.
 */
function copyOf(lines, dossierId, keys) {
  const anchors = new Map();
  let loose = null;
  for (const [index, line] of lines.split('\n').entries()) {
    const read = readLine(line);
    if (read === null) continue;
    if (read === undefined || !isSigned(read, keys)) {
      loose = `line ${index + 1} of your copy is torn, or signed by no key of yours`;
      continue;
    }
    const { anchor: number, previous, root } = readStatement(read.statement);
    const place = `anchor ${number} in your copy`;
    const known = anchors.get(number);
    if (known !== undefined && known.text !== read.statement) refuse(place, 'is there twice, and not the same');
    const texts = Array.isArray(read.leaves) ? read.leaves.map(String) : null;
    if (texts !== null && hex(rootOf(texts)) !== root) refuse(place, 'has leaves that are not its own');
    const concerns = ([kind, id]) => kind === 'rules' || (['dossier', 'unsigned'].includes(kind) && id === dossierId);
    const leaves = texts?.map((leaf) => leaf.split(' ')).filter(concerns) ?? known?.leaves ?? null;
    anchors.set(number, { number, text: read.statement, previous, leaves });
    loose = null;
  }
  for (const { number, previous } of anchors.values()) {
    const before = anchors.get(number - 1);
    if (before !== undefined && previous !== hex(sha256(utf8(before.text))))
      refuse(`anchor ${number} in your copy`, 'does not follow from the one before');
  }
  if (anchors.size > 0) return { anchors, loose };
  return loose === null
    ? misuse('--anchors: there is no anchor in this file')
    : refuse('anchors', 'none in your copy is signed by the key that vouches for those in the file');
}

function isSigned({ statement, signature }, keys) {
  try {
    checkSigned(readStatement(statement), statement, signature, keys);
    return true;
  } catch {
    return false;
  }
}

/**
 * The anchor since which all that is older than signatures is named, and corrections are signed, by your copy; null
 * where it knows of none.
 */
const rulesSince = (copy) =>
  [...(copy?.anchors.values() ?? [])]
    .filter(({ leaves }) => leaves?.some(([kind, id]) => kind === 'rules' && id === 'signed-changes'))
    .sort(byNumber)[0]?.number ?? null;

/** Null where a line holds no anchor and need not: it is empty, or a time stamp. */
function readLine(line) {
  if (line.trim() === '') return null;
  try {
    const read = JSON.parse(line);
    if (typeof read?.timeStamp === 'string') return null;
    return typeof read?.statement === 'string' ? read : undefined;
  } catch {
    return undefined;
  }
}

/** All of the command line is understood, or nothing is done: a misspelt option would check less than was asked. */
function argumentsOf(words) {
  const found = { file: undefined };
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    const name = OPTIONS.includes(word) ? word : 'file';
    if (name === 'file' && word.startsWith('-')) misuse(`there is no option "${word}"`);
    const twice = name === 'file' ? `"${word}" is one file too many` : `${name} is there twice`;
    if (found[name] !== undefined) misuse(twice);
    if (name !== 'file') i += 1;
    if (words[i] === undefined || words[i].startsWith('--')) misuse(`${name} wants a file`);
    found[name] = words[i];
  }
  return found.file === undefined ? misuse('say which file') : found;
}

function readOutside(name) {
  if (name === undefined) return null;
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    return misuse(error.message);
  }
}

/** Keys and lists that somebody gave you. What is wrong with them says nothing against the dossier. */
function given(name, text, read) {
  if (text === null) return null;
  try {
    const found = read(text);
    if (found.size > 0) return found;
  } catch (error) {
    misuse(`${name}: ${error.message}`);
  }
  return misuse(`${name}: there is no key in this file`);
}

/** What holds, and what is to be borne in mind with it. The first doubt decides the exit code. */
function check(found) {
  const { file, '--key': pem, '--anchors': lines, '--signing-keys': signers } = found;
  const [text, pemText, linesText, signersText] = [file, pem, lines, signers].map(readOutside);
  const ownKeys = given('--key', pemText, keysIn);
  const ownSigners = given('--signing-keys', signersText, (list) => signingKeysIn(JSON.parse(list).keys));
  const proof = parsed(text, file);
  if (proof?.format !== FORMAT) refuse(file, `is not in the format ${FORMAT}`);
  checkMembersOnce(text, proof);
  checkShape(proof);
  const { hashes, events } = checkChain(proof);
  const commands = commandsOf(events);
  const keys = ownKeys ?? keysIn(proof.keys.map(({ publicKey }) => publicKey).join('\n'));
  const signingKeys = ownSigners ?? signingKeysIn(proof.signingKeys);
  const copy = linesText === null ? null : copyOf(linesText, proof.dossierId, keys);
  const anchors = checkAnchors(proof, hashes, keys, copy);
  const newest = anchors.at(-1);
  const signed = checkSignatures(proof, commands, signingKeys, anchors, copy);
  const corrected = checkCorrections(proof, events, keys, signingKeys, copy);
  const people = checkPeople(proof, events, corrected);
  const doubts = [
    ...cameAlong(ownKeys, keys, 'the key came with the file; compare it with the one you were given'),
    ...cameAlong(ownSigners, signingKeys, 'the keys that sign acts came with the file, too'),
    ...(newest.seq < events.length ? [unanchored(`events ${newest.seq + 1} to ${events.length} are`)] : []),
    ...corrected.unanchored.map((place) => unanchored(`${place} is`)),
    ...endUnseen(copy, newest),
  ];
  const exit = doubts[0]?.exit ?? EXIT.accepted;
  const headline = HEADLINES[exit](proof.code ?? proof.dossierId, events.length, newest.seq);
  const told = [stoodSo(newest), ...signed, ...corrected.told, ...people, ...doubts.map(({ why }) => why)];
  return { exit, said: [headline, ...told] };
}

const cameAlong = (own, keys, why) =>
  own === null ? [{ exit: EXIT.ownKeys, why: `${why}: ${[...keys.keys()].join(', ')}` }] : [];

const unanchored = (what) => ({
  exit: EXIT.unanchored,
  why: `${what} not anchored yet: nobody outside vouches for that`,
});

function stoodSo({ seq, statement: { at, anchor }, stampedAt }) {
  const stamp = stampedAt === null ? '' : `; a time stamp says ${stampedAt}, its authority is not verified here`;
  return `events 1 to ${seq} stood so at ${at} (anchor ${anchor}${stamp})`;
}

const HEADLINES = {
  [EXIT.accepted]: (name, count) => `accepted: ${name}, ${count} events, each follows from the one before`,
  [EXIT.ownKeys]: (name, count) => `not proved: ${name}, ${count} events, agrees with keys that came along with it`,
  [EXIT.unanchored]: (name, count, held) => `accepted as far as anchors reach: ${name}, ${held} of ${count} events`,
  [EXIT.endUnseen]: (name, count) => `accepted, but for its end: ${name}, ${count} events`,
};

/** A file may hold anything: no word of it moves the cursor, or begins a line of its own. */
const plain = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

function main(words) {
  try {
    const { exit, said } = check(argumentsOf(words));
    for (const line of said) console.log(plain(line));
    return exit;
  } catch (error) {
    if (error instanceof Misused) {
      console.error(`${plain(error.message)}\n${USAGE}`);
      return EXIT.usage;
    }
    const reason = error instanceof Refused ? error.message : `the file is not a proof: ${error.message}`;
    console.error(plain(`refused: ${reason}`));
    return EXIT.refused;
  }
}

process.exitCode = main(process.argv.slice(2));
