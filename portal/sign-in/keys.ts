import type { Schemas } from '../app/api';

/** Security keys need a browser that knows them; what speaks with them is fetched when one is used. */
export const knowsKeys = (): boolean => typeof window.PublicKeyCredential === 'function';

export async function makeKey(options: Schemas['KeyOptions']): Promise<Schemas['NewKey']['key']> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return (await startRegistration({ optionsJSON: options as never })) as never;
}

export async function askKey(options: Schemas['KeyOptions']): Promise<Schemas['KeyProof']> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return (await startAuthentication({ optionsJSON: options as never })) as never;
}
