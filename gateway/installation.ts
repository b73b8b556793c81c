import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { PayloadKeys } from './payload-codec';
import { createWhole, writeWhole } from './whole-file';

/** Where an installation's servers answer; written by `npm start` into its data directory, read by every command. */
export interface Installation {
  readonly dataDir: string;
  readonly mode: 'production' | 'demo-2022' | 'demo-2026';
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** The directory with a certificate for each part that comes to Temporal; absent where the environment says how. */
  readonly temporalTls?: string;
  /** Where operators open Temporal's Web UI, behind the portal's sign-in; null where there is none. */
  readonly uiUrl: string | null;
  /** The port of this machine on which that UI takes requests from the API alone. */
  readonly uiPort?: number;
  /** The port the HTTP API listens on. */
  readonly apiPort?: number;
  /** Where people reach it: that port on this machine, or the name of the proxy in front. Without a slash at the end. */
  readonly publicUrl?: string;
  /** Where the built portal lies. */
  readonly portalDir?: string;
  /** Real instant of the last start; commands use the installation started last unless told otherwise. */
  readonly startedAt: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const FILE = 'installation.json';

/** Root of all data directories: `LIENTHONG_HOME`, or `.lienthong` in the working directory. */
export const homeOf = (env: Environment): string => resolve(env['LIENTHONG_HOME'] ?? '.lienthong');

export const dataDirOf = (env: Environment, mode: Installation['mode']): string => env['LIENTHONG_DATA'] ? resolve(env['LIENTHONG_DATA']) : join(homeOf(env), mode);

/** An `installation.json` that cannot be read. `npm start` for its data directory writes it anew. */
export class TornInstallation extends Error {
  constructor(readonly dataDir: string, readonly file: string) {
    super(`"${file}" is empty or torn; run "npm start" for the installation in "${dataDir}", which writes it anew`);
    this.name = 'TornInstallation';
  }
}

export function writeInstallation(installation: Installation): void {
  writeWhole(join(installation.dataDir, FILE), `${JSON.stringify(installation, null, 2)}\n`);
}

/**
 * The installation a command means: the one named, or the one started last. Undefined when none was ever started.
 * Throws `TornInstallation` where the one named cannot be read, or where there is no other.
 */
export function findInstallation(env: Environment, dataDir?: string): Installation | undefined {
  const named = dataDir ?? env['LIENTHONG_DATA'];
  if (named !== undefined) {
    const found = readInstallation(resolve(named));
    if (found instanceof TornInstallation) throw found;
    return found;
  }
  const [known, torn] = installationsIn(homeOf(env));
  if (known.length === 0 && torn.length > 0) throw torn[0];
  return known.sort((a, b) => b.startedAt - a.startedAt)[0];
}

/** Those that `findInstallation` has to leave out when it looks for the one started last. */
export const tornInstallations = (env: Environment): readonly TornInstallation[] => installationsIn(homeOf(env))[1];

function installationsIn(home: string): [Installation[], TornInstallation[]] {
  const [known, torn]: [Installation[], TornInstallation[]] = [[], []];
  for (const name of existsSync(home) ? readdirSync(home) : []) {
    const found = readInstallation(join(home, name));
    if (found instanceof TornInstallation) torn.push(found);
    else if (found !== undefined) known.push(found);
  }
  return [known, torn];
}

function readInstallation(dataDir: string): Installation | TornInstallation | undefined {
  const file = join(dataDir, FILE);
  if (!existsSync(file)) return undefined;
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as Installation;
    const { databaseUrl, temporalAddress, startedAt } = read;
    const whole = typeof databaseUrl === 'string' && typeof temporalAddress === 'string' && startedAt >= 0;
    return whole ? { ...read, dataDir } : new TornInstallation(dataDir, file);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return new TornInstallation(dataDir, file);
    throw error;
  }
}

const PUT_KEYS_BACK = 'put it back from the backup: running dossiers cannot be read with other keys';
const PUT_TRACKING_KEY_BACK =
  'put it back from the backup, or remove the file for a new key, under which receipts handed out are worth nothing';
const PUT_SECOND_FACTOR_KEY_BACK =
  'put it back from the backup, or remove the file for a new key, under which every code app has to be set up anew';

/**
 * The ring of payload keys: `LIENTHONG_PAYLOAD_KEYS` (`id:base64,id:base64`, the first encrypts), or a ring made once
 * for this data directory, readable by its owner alone.
 */
export function payloadKeysOf(env: Environment, dataDir: string): PayloadKeys {
  const file = join(dataDir, 'payload-keys');
  const configured = env['LIENTHONG_PAYLOAD_KEYS'];
  if (configured === undefined && !existsSync(file)) createWhole(file, `k1:${randomBytes(32).toString('base64')}\n`);
  const source = configured === undefined ? `"${file}"` : 'LIENTHONG_PAYLOAD_KEYS';
  const entries = (configured ?? readFileSync(file, 'utf8'))
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const cut = entry.indexOf(':');
      const key = Buffer.from(entry.slice(cut + 1), 'base64');
      if (cut < 1 || key.length !== 32) {
        const id = entry.slice(0, Math.max(cut, 8));
        throw new Error(`payload key "${id}…" in ${source} is not "id:" and 32 bytes in base64; ${PUT_KEYS_BACK}`);
      }
      return [entry.slice(0, cut), new Uint8Array(key)] as const;
    });
  if (entries.length === 0) throw new Error(`there is no payload key in ${source}; ${PUT_KEYS_BACK}`);
  return { active: entries[0]![0], keys: Object.fromEntries(entries) };
}

/**
 * The key under which receipts' secrets are made: `LIENTHONG_TRACKING_KEY` (32 bytes in base64), or one made once for this data
 * directory. Receipts that were handed out are worth nothing under another key: keep it with the backups.
 */
export const trackingKeyOf = (env: Environment, dataDir: string): Uint8Array =>
  oneKey(env['LIENTHONG_TRACKING_KEY'], 'LIENTHONG_TRACKING_KEY', join(dataDir, 'tracking-key'), PUT_TRACKING_KEY_BACK);

/**
 * The key under which the secrets of code apps are sealed: `LIENTHONG_SECOND_FACTOR_KEY` (32 bytes in base64), or one made
 * once for this data directory. Under another key no app works any more, and no recovery code.
 */
export const secondFactorKeyOf = (env: Environment, dataDir: string): Uint8Array =>
  oneKey(
    env['LIENTHONG_SECOND_FACTOR_KEY'],
    'LIENTHONG_SECOND_FACTOR_KEY',
    join(dataDir, 'second-factor-key'),
    PUT_SECOND_FACTOR_KEY_BACK,
  );

function oneKey(configured: string | undefined, variable: string, file: string, putBack: string): Uint8Array {
  if (configured === undefined && !existsSync(file)) createWhole(file, `${randomBytes(32).toString('base64')}\n`);
  const key = Buffer.from((configured ?? readFileSync(file, 'utf8')).trim(), 'base64');
  if (key.length === 32) return new Uint8Array(key);
  const name = basename(file).replaceAll('-', ' ');
  throw new Error(`the ${name} in ${configured === undefined ? `"${file}"` : variable} is not 32 bytes in base64; ${putBack}`);
}
