import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PayloadKeys } from './payload-codec';

/** Where an installation's servers answer; written by `npm start` into its data directory, read by every command. */
export interface Installation {
  readonly dataDir: string;
  readonly mode: 'production' | 'demo-2022' | 'demo-2026';
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly uiUrl: string | null;
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

export function writeInstallation(installation: Installation): void {
  mkdirSync(installation.dataDir, { recursive: true });
  writeFileSync(join(installation.dataDir, FILE), `${JSON.stringify(installation, null, 2)}\n`, { mode: 0o600 });
}

/** The installation a command means: the one named, or the one started last. Undefined when none was ever started. */
export function findInstallation(env: Environment, dataDir?: string): Installation | undefined {
  const named = dataDir ?? env['LIENTHONG_DATA'];
  if (named !== undefined) return readInstallation(resolve(named));
  const home = homeOf(env);
  const known = existsSync(home) ? readdirSync(home).flatMap((name) => readInstallation(join(home, name)) ?? []) : [];
  return known.sort((a, b) => b.startedAt - a.startedAt)[0];
}

function readInstallation(dataDir: string): Installation | undefined {
  const file = join(dataDir, FILE);
  return existsSync(file) ? { ...(JSON.parse(readFileSync(file, 'utf8')) as Installation), dataDir } : undefined;
}

/**
 * The ring of payload keys: `LIENTHONG_PAYLOAD_KEYS` (`id:base64,id:base64`, the first encrypts), or a ring made once
 * for this data directory, readable by its owner alone.
 */
export function payloadKeysOf(env: Environment, dataDir: string): PayloadKeys {
  const file = join(dataDir, 'payload-keys');
  const configured = env['LIENTHONG_PAYLOAD_KEYS'];
  if (configured === undefined && !existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const entries = (configured ?? readFileSync(file, 'utf8'))
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const cut = entry.indexOf(':');
      const key = Buffer.from(entry.slice(cut + 1), 'base64');
      if (cut < 1 || key.length !== 32) throw new Error(`payload key "${entry.slice(0, Math.max(cut, 8))}…" is not "id:" and 32 bytes in base64`);
      return [entry.slice(0, cut), new Uint8Array(key)] as const;
    });
  if (entries.length === 0) throw new Error('the payload key ring is empty; give at least one "id:base64" of 32 bytes');
  return { active: entries[0]![0], keys: Object.fromEntries(entries) };
}

/**
 * The key under which receipts' secrets are made: `LIENTHONG_TRACKING_KEY` (32 bytes in base64), or one made once for this data
 * directory. Receipts that were handed out are worth nothing under another key: keep it with the backups.
 */
export function trackingKeyOf(env: Environment, dataDir: string): Uint8Array {
  const file = join(dataDir, 'tracking-key');
  const configured = env['LIENTHONG_TRACKING_KEY'];
  if (configured === undefined && !existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const key = Buffer.from((configured ?? readFileSync(file, 'utf8')).trim(), 'base64');
  if (key.length !== 32) throw new Error('the tracking key is not 32 bytes in base64');
  return new Uint8Array(key);
}
