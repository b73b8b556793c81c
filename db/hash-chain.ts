import { createHash } from 'node:crypto';

/** Before the first entry there is a digest too, so that a chain cannot be passed off as another's. */
export const genesisOf = (name: string): Buffer => sha256(Buffer.from(`lienthong:${name}`, 'utf8'));

/** The chain's next digest: sha256(previous || body as UTF-8), the very thing lienthong.record_dossier computes. */
export const nextHash = (previous: Buffer, body: string): Buffer => sha256(Buffer.concat([previous, Buffer.from(body, 'utf8')]));

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
