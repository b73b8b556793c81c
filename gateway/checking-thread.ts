import { parentPort, workerData } from 'node:worker_threads';
import { checkProcedureFile } from '../contracts/procedure-file';
import type { PublishingContext } from '../domain/procedure/check';

/** What the thread is started with. */
export interface Checking {
  readonly text: string;
  readonly context: PublishingContext;
  readonly file: string;
}

const { text, context, file } = workerData as Checking;
parentPort?.postMessage(checkProcedureFile(text, context, file));
