import { client } from '../app/api';
import type { Schemas } from '../app/api';
import type { paths } from '../api-types';

export type Recorded = Schemas['Recorded'];

/** How often what was received and not recorded yet is asked for, and how often at most. */
const ASK_EVERY_MS = 1_500;
const MOST_ASKED = 40;
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, ASK_EVERY_MS));

type ActPath = Extract<keyof paths, `/v1/dossiers/{reference}/acts/${string}`>;
export type ActName = ActPath extends `/v1/dossiers/{reference}/acts/${infer A}` ? A : never;

/** Received, and still not recorded after a minute: it will be, and nothing has to be typed again. */
export class StillPending extends Error {}

/** Does one act and gives what was recorded, however long that takes; throws the problem it was refused with. */
export async function perform(reference: string, act: ActName, body: Readonly<Record<string, unknown>>, key: string, waiting?: () => void): Promise<Recorded> {
  const { data, error } = await client.POST(`/v1/dossiers/{reference}/acts/${act}` as '/v1/dossiers/{reference}/acts/accept', {
    params: { path: { reference }, header: { 'idempotency-key': key } },
    body: body as never,
  });
  if (!data) throw error;
  if (!('commandId' in data)) return data;
  waiting?.();
  for (let n = 0; n < MOST_ASKED; n++) {
    await pause();
    const { data: command, error: refused } = await client.GET('/v1/commands/{id}', { params: { path: { id: data.commandId } } });
    if (!command) throw refused;
    if (command.recorded) return command.recorded;
    if (command.refused) throw await refusedAgain(reference, act, body, key);
  }
  throw new StillPending();
}

/** The same act with the same key is answered with the same refusal, with all that a problem says. */
async function refusedAgain(reference: string, act: ActName, body: Readonly<Record<string, unknown>>, key: string): Promise<unknown> {
  const { error } = await client.POST(`/v1/dossiers/{reference}/acts/${act}` as '/v1/dossiers/{reference}/acts/accept', {
    params: { path: { reference }, header: { 'idempotency-key': key } },
    body: body as never,
  });
  return error;
}

export type Submission = NonNullable<paths['/v1/dossiers']['post']['requestBody']>['content']['application/json'];
export interface HandedIn {
  readonly dossierId: string;
  readonly duplicates: readonly Schemas['LikelyDuplicate'][];
  readonly duplicatesElsewhere: boolean;
}

/** Hands a dossier in and gives its id with those that look like it; throws the problem it was refused with. */
export async function handIn(submission: Submission, key: string, waiting?: () => void): Promise<HandedIn> {
  const { data, error } = await client.POST('/v1/dossiers', { params: { header: { 'idempotency-key': key } }, body: submission });
  if (!data) throw error;
  if (!('commandId' in data)) return data;
  waiting?.();
  const dossierId = data.outcome.split('/').at(-1)!;
  for (let n = 0; n < MOST_ASKED; n++) {
    await pause();
    const { data: dossier } = await client.GET('/v1/dossiers/{reference}', { params: { path: { reference: dossierId } } });
    if (dossier) return dossier;
  }
  throw new StillPending();
}
