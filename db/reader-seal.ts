import { createHmac, scryptSync } from 'node:crypto';
import { Client } from 'pg';
import { UnfitLogin } from './logins';

/** For whom a connection reads, as the database is told. */
export interface ReaderSettings {
  readonly dossier: string;
  readonly person: string;
  /** As PostgreSQL writes an array. */
  readonly agencies: string;
}

/** SHA-256 works on blocks of so many bytes. */
const BLOCK = 64;
/** Whoever has a seal can try passwords on it; a long one cannot be found. */
const SHORTEST_PASSWORD = 16;

/** The key of an API's login, which follows from its password: whoever may connect as the API may seal, and nobody else. */
export function sealKeyOf(apiUrl: string): Buffer {
  const { username, password } = new URL(apiUrl);
  if (decodeURIComponent(password).length < SHORTEST_PASSWORD) {
    throw new UnfitLogin(
      `the login "${decodeURIComponent(username)}" of the API has no password in its URL, or one shorter than ` +
        `${SHORTEST_PASSWORD} characters; give it a longer one: the rights of whoever reads are sealed with it`,
    );
  }
  return scryptSync(decodeURIComponent(password), `lienthong reader seal of ${decodeURIComponent(username)}`, 32);
}

/** What proves, within this one connection, that the API itself said for whom it reads (`lienthong.reader_is_sealed`). */
export function sealOf(key: Buffer, session: string, { dossier, person, agencies }: ReaderSettings): string {
  const said = [session, dossier, person, agencies].map((value) => `${Buffer.byteLength(value)}:${value}`);
  return createHmac('sha256', key).update(said.join('')).digest('hex');
}

/** Lets the database know the key of the API's login. `url` is that of whoever migrates. */
export async function keepSealKey(url: string, apiUrl: string): Promise<void> {
  const key = sealKeyOf(apiUrl);
  const padded = (pad: number): Buffer => Buffer.alloc(BLOCK, pad).map((byte, index) => byte ^ (key[index] ?? 0)) as Buffer;
  const client = new Client({ connectionString: url, application_name: 'lienthong-migrate' });
  // Whoever runs a statement hears that the connection broke; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('set role lienthong_owner');
    await client.query(
      `insert into lienthong.reader_keys values ($1, $2, $3)
         on conflict (login) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
      [decodeURIComponent(new URL(apiUrl).username), padded(0x36), padded(0x5c)],
    );
  } finally {
    await client.end();
  }
}
