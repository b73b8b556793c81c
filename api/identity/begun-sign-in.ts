import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Expected } from './identity-provider';

/** A sign-in on its way through the identity provider. It stands in the browser's cookie alone: any of our processes can finish it. */
export interface BegunSignIn extends Expected {
  /** Path to go on with. */
  readonly returnTo: string;
  /** Real instant after which it is over. */
  readonly until: number;
}

/** As text that nobody but this installation can write. The key is that of the receipts, for another purpose. */
export function sealSignIn(key: Uint8Array, begun: BegunSignIn): string {
  const text = Buffer.from(JSON.stringify(begun)).toString('base64url');
  return `${text}.${signatureOf(key, text).toString('base64url')}`;
}

/** What was sealed; undefined when it was altered, or is over. */
export function openSignIn(key: Uint8Array, sealed: string | undefined, realNow: number): BegunSignIn | undefined {
  const [text = '', signature = ''] = (sealed ?? '').split('.');
  const [given, right] = [Buffer.from(signature, 'base64url'), signatureOf(key, text)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const begun = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as BegunSignIn;
  return begun.until > realNow ? begun : undefined;
}

const signatureOf = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(`sign-in:${text}`).digest();
