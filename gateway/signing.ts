import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '../domain/dossier/command';
import type { LoggedEvent } from '../domain/dossier/recording';
import { actIn, maySign, signedText, signedTextOf } from '../domain/dossier/signed';
import type { Opening, Part, Signature, SignedEnvelope } from '../domain/dossier/signed';
import { createWhole, writeWhole } from './whole-file';

/** A public key that the installation trusts, as it is told to outsiders. Instants are real time. */
export interface TrustedKey {
  /** The part, and the beginning of the public key's SHA-256: no other key can take its name. */
  readonly id: string;
  readonly part: Part;
  /** SPKI in DER, base64. */
  readonly publicKey: string;
  readonly madeAt: number;
  /** Replaced by a newer one: it goes on vouching for what it has signed. */
  readonly retiredAt?: number;
  /** It was stolen: nothing that it signed is recorded any more. */
  readonly distrustedAt?: number;
  /** Since when somebody else may have had it; `distrustedAt` where nobody has said. */
  readonly distrustedSince?: number;
}

/**
 * Why a signature vouches for nothing. `missing`; `unknown-key`; `distrusted`; `not-its-part`: the key may not sign
 * such an act; `wrong`: it was made for another act, dossier, person, time or wording.
 */
export type SignatureFault = 'missing' | 'unknown-key' | 'distrusted' | 'not-its-part' | 'wrong';

const directoryOf = (dataDir: string): string => join(dataDir, 'signing');
const secretFile = (dataDir: string, part: Part): string => join(directoryOf(dataDir), `${part}.pem`);
const keyFile = (dataDir: string, id: string): string => join(directoryOf(dataDir), `${id}.json`);

/** How old (real milliseconds) what is known of the key files may be: a rotated or distrusted key is heeded by then. */
const FRESH_MS = 1_000;

interface Secret {
  readonly id: string;
  readonly key: KeyObject;
}

/** Everybody's way to check who vouched, by the public keys in the data directory. */
export class Vouchers {
  #trusted = new Map<string, { readonly key: TrustedKey; readonly object: KeyObject }>();
  #readAt = 0;

  constructor(
    protected readonly dataDir: string,
    protected readonly now: () => number = Date.now,
  ) {}

  /** Null where the command that led to this event is vouched for. */
  faultOf(
    dossierId: string,
    first: LoggedEvent,
    signature: Signature | undefined,
    heldBefore: HeldBefore = neverHeld,
  ): SignatureFault | null {
    const held = (since: number): boolean => heldBefore(dossierId, first.seq, since);
    return this.#fault(signature, first.actor, actIn(first), () => signedTextOf(dossierId, first), held);
  }

  /**
   * The same of a command that has not been decided yet, or of what stands beside the log.
   * @param heldAt When an anchor held it first (real time): before its key was stolen, say.
   */
  faultOfEnvelope(
    dossierId: string,
    envelope: Envelope & { readonly signature?: Signature },
    opening: Opening | null = null,
    heldAt?: number,
  ): SignatureFault | null {
    const { signature, actor, command } = envelope;
    const held = (since: number): boolean => heldAt !== undefined && heldAt < since;
    return this.#fault(signature, actor, command.act, () => signedText(dossierId, envelope, opening), held);
  }

  #fault(
    signature: Signature | undefined,
    actor: Envelope['actor'],
    act: Envelope['command']['act'],
    text: () => string,
    held: (since: number) => boolean = neverHeld,
  ): SignatureFault | null {
    if (signature === undefined) return 'missing';
    const trusted = this.#find(signature.key);
    if (trusted === undefined) return 'unknown-key';
    const since = distrustedSince(trusted.key);
    if (since !== null && !held(since)) return 'distrusted';
    if (!maySign(trusted.key.part, actor, act)) return 'not-its-part';
    return isSignedBy(trusted.object, text(), signature) ? null : 'wrong';
  }

  #find(id: string) {
    // One that another part has made just now is looked for at once.
    if (!this.#trusted.has(id) || this.now() - this.#readAt > FRESH_MS) this.#readTrusted();
    return this.#trusted.get(id);
  }

  #readTrusted(): void {
    this.#trusted = new Map(
      trustedKeys(this.dataDir).map((key) => [key.id, { key, object: publicKeyOf(key.publicKey) }]),
    );
    this.#readAt = this.now();
  }
}

/**
 * One part's way to vouch for acts. Keys lie in the data directory, each readable by its owner alone; they are made
 * when they are first needed.
 */
export class Signing extends Vouchers {
  #secret: Secret | undefined;
  #secretChangedAt = 0;
  #lookedAt = 0;

  constructor(
    dataDir: string,
    private readonly part: Part,
    now: () => number = Date.now,
  ) {
    super(dataDir, now);
    this.#current();
  }

  /** Vouches for a command. Throws where this part may not: that is a mistake of the program. */
  sign(dossierId: string, envelope: Envelope, opening: Opening | null = null): SignedEnvelope {
    const { actor, command } = envelope;
    if (!maySign(this.part, actor, command.act))
      throw new TypeError(`the ${this.part} may not sign "${command.act}" of a ${actor.kind}`);
    return { ...envelope, signature: this.#signText(signedText(dossierId, envelope, opening)) };
  }

  /** Vouches for what the engine has done by itself, from its event. */
  signEvent(dossierId: string, first: LoggedEvent): Signature {
    if (!maySign(this.part, first.actor, actIn(first)))
      throw new TypeError(`the ${this.part} may not sign "${actIn(first)}" of a ${first.actor.kind}`);
    return this.#signText(signedTextOf(dossierId, first));
  }

  #signText(text: string): Signature {
    const { id, key } = this.#current();
    return { key: id, value: sign(null, Buffer.from(text, 'utf8'), key).toString('base64url') };
  }

  /** The key that signs now. Another process may have put a new one in its place. */
  #current(): Secret {
    const file = secretFile(this.dataDir, this.part);
    if (this.#secret !== undefined && this.now() - this.#lookedAt <= FRESH_MS) return this.#secret;
    this.#lookedAt = this.now();
    if (!existsSync(file)) {
      mkdirSync(directoryOf(this.dataDir), { recursive: true, mode: 0o700 });
      createWhole(file, newSecret());
    }
    const changedAt = statSync(file).mtimeMs;
    if (this.#secret !== undefined && changedAt === this.#secretChangedAt) return this.#secret;
    this.#secretChangedAt = changedAt;
    this.#secret = secretIn(file, this.part);
    publish(this.dataDir, this.part, this.#secret, this.now());
    return this.#secret;
  }
}

/** How the verifier asks who vouched: what was anchored before its key was stolen is no thief's. */
export const faultsBy =
  (vouchers: Vouchers, heldBefore: HeldBefore) =>
  (dossierId: string, first: LoggedEvent, signature: Signature | undefined): SignatureFault | null =>
    vouchers.faultOf(dossierId, first, signature, heldBefore);

/** Whether an anchor that was laid before an instant (real time) holds a dossier's event. */
export type HeldBefore = (dossierId: string, seq: number, instant: number) => boolean;

const neverHeld = (): boolean => false;

/** Since when a key is worth nothing; null where it is trusted. */
export const distrustedSince = (key: TrustedKey): number | null => key.distrustedSince ?? key.distrustedAt ?? null;

/** Every public key that the installation has ever trusted, the oldest first. */
export function trustedKeys(dataDir: string): readonly TrustedKey[] {
  const directory = directoryOf(dataDir);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readTrusted(join(directory, name)))
    .sort((a, b) => a.madeAt - b.madeAt);
}

/** Puts a new key in the place of a part's own. What the old one has signed stays vouched for. */
export function rotateKey(dataDir: string, part: Part, now: number): TrustedKey {
  const file = secretFile(dataDir, part);
  const before = existsSync(file) ? secretIn(file, part).id : undefined;
  // Published first: nobody meets a signature by a key that is not known.
  const text = newSecret();
  const secret = secretOf(text, part);
  const made = publish(dataDir, part, secret, now);
  writeWhole(file, text);
  const old = trustedKeys(dataDir).find(({ id }) => id === before);
  if (old !== undefined) writeTrusted(dataDir, { ...old, retiredAt: now });
  return made;
}

/**
 * From now on nothing that this key signed is recorded; what an anchor held before `since` stays vouched for. Said
 * again, only another `since` changes anything. Answers since when; null where there is no such key.
 */
export function distrustKey(dataDir: string, id: string, now: number, since?: number): number | null {
  const known = trustedKeys(dataDir).find((key) => key.id === id);
  if (known === undefined) return null;
  const begins = since ?? distrustedSince(known) ?? now;
  writeTrusted(dataDir, { ...known, distrustedAt: known.distrustedAt ?? now, distrustedSince: begins });
  return begins;
}

/** Whether a text was signed by the holder of a key; for the recorder, the verifier, and whoever reads an export. */
export const isSignedBy = (key: KeyObject, text: string, { value }: Signature): boolean =>
  verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(value, 'base64url'));

export const publicKeyOf = (spki: string): KeyObject =>
  createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });

const newSecret = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

function secretIn(file: string, part: Part): Secret {
  try {
    return secretOf(readFileSync(file, 'utf8'), part);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the signing key in "${file}" cannot be read (${reason}); put it back from the backup, or remove the file for a new key`,
    );
  }
}

function secretOf(pem: string, part: Part): Secret {
  const key = createPrivateKey(pem);
  return { id: idOf(part, spkiOf(key)), key };
}

const idOf = (part: Part, spki: Buffer): string =>
  `${part}-${createHash('sha256').update(spki).digest('hex').slice(0, 16)}`;

const spkiOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' });

function publish(dataDir: string, part: Part, { id, key }: Secret, now: number): TrustedKey {
  const trusted: TrustedKey = { id, part, publicKey: spkiOf(key).toString('base64'), madeAt: now };
  createWhole(keyFile(dataDir, id), textOf(trusted));
  return trusted;
}

const writeTrusted = (dataDir: string, key: TrustedKey): void => writeWhole(keyFile(dataDir, key.id), textOf(key));

const textOf = (key: TrustedKey): string => `${JSON.stringify(key, null, 2)}\n`;

function readTrusted(file: string): TrustedKey {
  try {
    const key = JSON.parse(readFileSync(file, 'utf8')) as TrustedKey;
    if (key.id !== idOf(key.part, Buffer.from(key.publicKey, 'base64')))
      throw new Error('it is not the key that its name says');
    return key;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the public signing key in "${file}" cannot be read (${reason}); put it back from the backup`);
  }
}
