import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64url');

export interface Ceremony {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  /** Whether somebody typed a PIN or showed a finger. */
  readonly verified?: boolean;
  readonly counter?: number;
}

/** A security key in software, which also does what a real one would not. */
export class SoftKey {
  readonly id = randomBytes(32);
  readonly #private: KeyObject;
  readonly #public: Uint8Array;
  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#private = privateKey;
    const { x, y } = publicKey.export({ format: 'jwk' });
    const point = (part: string | undefined) => new Uint8Array(Buffer.from(part!, 'base64url'));
    // COSE: an elliptic curve key for ES256 on P-256.
    this.#public = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, point(x)],
        [-3, point(y)],
      ]) as never,
    );
  }

  /** What `navigator.credentials.create()` would give. */
  made(ceremony: Ceremony, attestation: Map<string, unknown> = new Map(), fmt = 'none') {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, this.#public]);
    const authData = new Uint8Array(Buffer.concat([this.#head(ceremony, 0x40), credential]));
    const parts = new Map<string, unknown>([
      ['fmt', fmt],
      ['attStmt', attestation],
      ['authData', authData],
    ]);
    const attestationObject = base64(isoCBOR.encode(parts as never));
    return this.#credential({ clientDataJSON: base64(clientData('webauthn.create', ceremony)), attestationObject });
  }

  /** What `navigator.credentials.get()` would give. */
  proof(ceremony: Ceremony) {
    const data = clientData('webauthn.get', ceremony);
    const authenticatorData = this.#head(ceremony, 0);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(data)]), this.#private);
    return this.#credential({
      clientDataJSON: base64(data),
      authenticatorData: base64(authenticatorData),
      signature: base64(signature),
    });
  }

  #head({ rpId, verified = true, counter = 0 }: Ceremony, more: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([0x01 | (verified ? 0x04 : 0) | more]), count]);
  }

  #credential<T>(response: T) {
    const id = base64(this.id);
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} };
  }
}

const clientData = (type: string, { challenge, origin }: Ceremony): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
