import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseStatement } from '../db/anchor-record';
import type { AnchorRecord } from '../db/anchor-record';
import type { Signer, Tip } from '../db/anchors';

/** One line of the file: an anchor, or the time stamp that came for one. */
export type AnchorLine =
  | { readonly kind: 'anchor'; readonly record: AnchorRecord }
  | { readonly kind: 'stamp'; readonly anchor: number; readonly response: Buffer };

type Environment = Readonly<Record<string, string | undefined>>;

/** Where anchors leave the database: best on another disk, or where nothing can be overwritten. */
export const anchorFileOf = (env: Environment, dataDir: string): string =>
  env['LIENTHONG_ANCHOR_FILE'] ? resolve(env['LIENTHONG_ANCHOR_FILE']) : join(dataDir, 'anchors.jsonl');

/**
 * The lines of the file in order. One that was torn by a power cut is passed over: the anchor was written again behind
 * it, and where it was not, its number is missing.
 */
export async function* readAnchorFile(path: string): AsyncGenerator<AnchorLine> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    const read = readLine(line);
    if (read !== undefined) yield read;
  }
}

/** The anchors alone. Null where there is no such file. */
export function anchorsIn(path: string): AsyncIterable<AnchorRecord> | null {
  if (!existsSync(path)) return null;
  return (async function* () {
    for await (const line of readAnchorFile(path)) if (line.kind === 'anchor') yield line.record;
  })();
}

const FIRST_LOOK = 65_536;

/** The number of the newest anchor in the file; 0 where there is none. */
export const newestOutside = (path: string, knows?: Signer['knows']): number => newestIn(path, knows)?.anchor ?? 0;

/** The newest anchor in the file, read from its end. Where `knows` is given, what nobody signed is passed over. */
export function newestIn(path: string, knows: Signer['knows'] = () => true): (AnchorRecord & Tip) | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    for (let length = Math.min(size, FIRST_LOOK); ; length = Math.min(size, length * 4)) {
      const part = Buffer.alloc(length);
      readSync(file, part, 0, length, size - length);
      const lines = part.toString('utf8').split('\n').reverse();
      for (const text of lines) {
        const line = readLine(text);
        if (line?.kind !== 'anchor' || !knows(line.record.statement, line.record.signature)) continue;
        return { ...line.record, anchor: parseStatement(line.record.statement).anchor };
      }
      if (length === size) return undefined;
    }
  } finally {
    closeSync(file);
  }
}

function readLine(text: string): AnchorLine | undefined {
  try {
    const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof line['timeStamp'] === 'string')
      return { kind: 'stamp', anchor: Number(line['anchor']), response: Buffer.from(line['timeStamp'], 'base64') };
    const { statement, signature, leaves } = line;
    if (typeof statement !== 'string' || typeof signature !== 'string' || !Array.isArray(leaves)) return undefined;
    return {
      kind: 'anchor',
      record: { statement, signature: Buffer.from(signature, 'base64'), leaves: leaves.map(String) },
    };
  } catch {
    return undefined;
  }
}

/** Adds a line and waits until the disk has it. Nothing that is there is ever written over. */
export function appendAnchorLine(path: string, line: AnchorLine): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+', 0o600);
  try {
    writeSync(file, `${endsTorn(file) ? '\n' : ''}${lineText(line)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const lineText = (line: AnchorLine): string => {
  if (line.kind === 'stamp')
    return JSON.stringify({ anchor: line.anchor, timeStamp: line.response.toString('base64') });
  const { statement, signature, leaves } = line.record;
  return JSON.stringify({ statement, signature: signature.toString('base64'), leaves });
};

function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}
