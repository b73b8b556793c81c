import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStatement } from '../db/anchor-record';
import type { Signer } from '../db/anchors';
import { createWhole } from './whole-file';

const PRIVATE = 'anchor-key';
const PUBLIC = 'anchor-key.pub';

/**
 * The key that signs this installation's anchors (Ed25519), made once in its data directory and readable by its owner
 * alone. Its public half is added to the file beside it, where the halves of earlier keys stay.
 */
export function anchorSigner(dataDir: string): Signer {
  const file = join(dataDir, PRIVATE);
  if (!existsSync(file)) {
    const made = generateKeyPairSync('ed25519').privateKey;
    createWhole(file, made.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  const key = readPrivate(file);
  const publicKey = createPublicKey(key);
  const id = keyId(publicKey);
  if (!knownAnchorKeys(dataDir).has(id))
    appendFileSync(join(dataDir, PUBLIC), publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o600 });
  return {
    key: id,
    sign: (statement) => sign(null, Buffer.from(statement, 'utf8'), key),
    knows: knownTo(knownAnchorKeys(dataDir)),
  };
}

function readPrivate(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    throw new Error(
      `"${file}" holds no key; put it back from the backup, or remove it for a new one, and tell the auditor of it`,
      { cause: error },
    );
  }
}

/** The public keys that this data directory has known, by their ids. */
export function knownAnchorKeys(dataDir: string): ReadonlyMap<string, KeyObject> {
  const file = join(dataDir, PUBLIC);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const keys = (text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []).map((pem) =>
    createPublicKey(pem),
  );
  return new Map(keys.map((key) => [keyId(key), key]));
}

/** SHA-256 over the key in DER (SPKI), hex: what is told to the auditor, on paper too. */
export const keyId = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** Whether one of these keys, the one that it names, signed a statement. What is no statement nobody signed. */
export const knownTo =
  (keys: ReadonlyMap<string, KeyObject>): Signer['knows'] =>
  (statement, signature) => {
    const known = keys.get(keyIn(statement) ?? '');
    return known !== undefined && verify(null, Buffer.from(statement, 'utf8'), known, signature);
  };

function keyIn(statement: string): string | undefined {
  try {
    return parseStatement(statement).key;
  } catch {
    return undefined;
  }
}
