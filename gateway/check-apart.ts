import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParsedProcedure } from '../contracts/procedure-file';
import type { PublishingContext } from '../domain/procedure/check';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import type { Checking } from './checking-thread';

export type CheckProcedure = (text: string, context: PublishingContext, file: string) => Promise<Result<ParsedProcedure>>;

interface Limits {
  /** Real milliseconds. The largest procedure of the catalogue needs less than one second, most of it for starting. */
  readonly limitMs?: number;
  readonly memoryMb?: number;
}

/** A thread has no loader of its own: this hands it ours, then the program. */
const BEGIN = "const { workerData } = require('node:worker_threads'); require(workerData.loader); require(workerData.program);";
const PROGRAM = join(__dirname, 'checking-thread.ts');

/**
 * Checks files in a thread of its own, one after the other: whatever a file holds, whoever else wants something from this
 * process is answered meanwhile. A check that takes too long, or too much memory, is ended.
 */
export function checkingApart({ limitMs = 60_000, memoryMb = 256 }: Limits = {}): CheckProcedure {
  let before: Promise<unknown> = Promise.resolve();
  return (text, context, file) => {
    const checked = before.then(() => checkOnce({ text, context, file }, limitMs, memoryMb));
    before = checked.catch(() => undefined);
    return checked;
  };
}

function checkOnce(checking: Checking, limitMs: number, memoryMb: number): Promise<Result<ParsedProcedure>> {
  const workerData = { ...checking, loader: require.resolve('tsx/cjs'), program: PROGRAM };
  const thread = new Worker(BEGIN, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: memoryMb }, execArgv: [] });
  const ended = refuse(refusal('PROCEDURE_FILE_TOO_COSTLY', { seconds: Math.ceil(limitMs / 1_000) }, 'file'));
  return new Promise<Result<ParsedProcedure>>((resolve, reject) => {
    const timer = setTimeout(() => resolve(ended), limitMs);
    thread.once('message', (parsed: ParsedProcedure) => resolve(ok(parsed)));
    thread.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(ended);
      else reject(error);
    });
    thread.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread that checks procedures ended without an answer'));
    });
  }).finally(() => thread.terminate());
}

/** Checks one file once: what was found fit is not checked a second time while somebody waits. */
export function checkedOnce(check: CheckProcedure): CheckProcedure {
  let found: ReturnType<CheckProcedure> | undefined;
  return (text, context, file) => (found ??= check(text, context, file));
}
