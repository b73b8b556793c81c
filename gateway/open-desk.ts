import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { currentChanges } from '../db/changes';
import { openDatabase } from '../db/database';
import type { Database } from '../db/database';
import { InstallationClock } from '../db/installation-clock';
import type { LoginRole } from '../db/logins';
import { NAMESPACE, TIMEOUTS } from '../temporal.config';
import { databaseUrlFor } from './database-logins';
import type { Desk } from './desk';
import { payloadKeysOf } from './installation';
import type { Installation } from './installation';
import { createPayloadCodec } from './payload-codec';
import { Signing } from './signing';
import { temporalConnection } from './temporal-connection';
import type { TemporalPart } from './temporal-connection';

type Environment = Readonly<Record<string, string | undefined>>;

export interface OpenDesk extends Desk {
  readonly database: Database;
  close(): Promise<void>;
}

/** Opens a desk on an installation: the operator's own way in, as the login of this role. */
export async function openDesk(
  installation: Installation,
  env: Environment,
  role: LoginRole = 'recorder',
  namespace = NAMESPACE,
): Promise<OpenDesk> {
  const database = openDatabase({ url: databaseUrlFor(installation.dataDir, role), role, max: 10 });
  const clock = await InstallationClock.open(database.db);
  const { client, close } = openClient(installation, env, 'cli', namespace);
  return {
    db: database.db,
    database,
    client,
    clock,
    signing: new Signing(installation.dataDir, 'cli'),
    async close() {
      await close();
      await database.close();
    },
  };
}

/** An act that was sent may be done, whatever becomes of its answer. */
const ACCOUNT: WorkflowClientInterceptor = {
  startUpdate(input, next) {
    currentChanges()?.begin();
    return next(input);
  },
  startUpdateWithStart(input, next) {
    currentChanges()?.begin();
    return next(input);
  },
};

/** The way to the installation's Temporal, encrypting what travels. It connects when it is first used. */
export function openClient(
  installation: Installation,
  env: Environment,
  part: TemporalPart,
  namespace = NAMESPACE,
): { readonly client: Client; close(): Promise<void> } {
  const repetitions = new Repetitions();
  const connection = Connection.lazy({
    ...temporalConnection(installation, env, part),
    connectTimeout: '5 seconds',
    interceptors: [repetitions.interceptor],
  });
  const dataConverter = { payloadCodecs: [createPayloadCodec(payloadKeysOf(env, installation.dataDir))] };
  const client = new Client({ connection, namespace, dataConverter, interceptors: { workflow: [ACCOUNT] } });
  return {
    client,
    async close() {
      await repetitions.end();
      await connection.close();
    },
  };
}

/** No repetition of a call waits longer than this to be made (real milliseconds). */
const LONGEST_PAUSE_MS = 10_000;
/** After its pause a repetition needs a moment to begin. */
const AFTER_MS = 50;

/**
 * The client's own repetitions of calls that failed. One whose turn comes when the connection is closed throws where
 * nobody can catch it, so the connection is closed when none is left.
 */
class Repetitions {
  #ended = false;
  #lastAt = 0;
  readonly interceptor: Interceptor;

  constructor() {
    const usual = defaultGrpcRetryOptions();
    this.interceptor = makeGrpcRetryInterceptor({
      retryableDecider: (attempt, status) => !this.#ended && usual.retryableDecider(attempt, status),
      delayFunction: (attempt, status) => {
        const pause = Math.min(usual.delayFunction(attempt, status), LONGEST_PAUSE_MS);
        this.#lastAt = Math.max(this.#lastAt, Date.now() + pause);
        return pause;
      },
    });
  }

  /** From now on nothing is repeated; resolves when what was to be has been. */
  async end(): Promise<void> {
    this.#ended = true;
    const left = this.#lastAt + AFTER_MS - Date.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  }
}
type Interceptor = ReturnType<typeof makeGrpcRetryInterceptor>;

/** Runs one act with the deadline within which its caller wants to hear "recorded". */
export const withActDeadline = <T>(desk: Desk, act: () => Promise<T>): Promise<T> =>
  desk.client.withDeadline(Date.now() + TIMEOUTS.act, act);
