import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { unlessInterrupted, within } from './interrupted';

export interface SearchAttribute {
  readonly name: string;
  readonly type: SearchAttributeType;
}

/** The protocol's numbers of the types (temporal.api.enums.v1.IndexedValueType). */
const INDEXED_VALUE_TYPES: Readonly<Record<SearchAttributeType, number>> = {
  TEXT: 1, KEYWORD: 2, INT: 3, DOUBLE: 4, BOOL: 5, DATETIME: 6, KEYWORD_LIST: 7,
};

export interface TemporalWanted {
  /** A function where it is known only once the server has made its certificates. */
  readonly connection: ConnectionOptions | (() => ConnectionOptions);
  readonly namespace: string;
  readonly searchAttributes: readonly SearchAttribute[];
  /** Milliseconds to wait for the server's first answer, and again for its search attributes. */
  readonly withinMs: number;
  /** Asked between attempts: why waiting is useless (the process has gone), if it is. */
  readonly hopeless?: () => string | undefined;
  /** Aborting it ends the waiting. */
  readonly signal?: AbortSignal;
}

/** A server that was stopped in the middle of a call answers never; one under load within this time. */
const ANSWER_MS = 15_000;

/** Days that a closed workflow is kept in a namespace we register; the dossier's own log is kept for as long as the law wants. */
const RETENTION_SECONDS = 90 * 24 * 3600;
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;

const codeOf = (error: unknown): number | undefined => (error as { code?: number }).code;

/** Waits until the server answers, has the namespace and the search attributes, and can search by every one of them. */
export async function temporalReady(wanted: TemporalWanted): Promise<void> {
  const { namespace, searchAttributes } = wanted;
  // Without the client's own repetitions: one that is under way when the connection is closed would end the process.
  const connection = Connection.lazy({ ...(await connectionOptions(wanted)), interceptors: [] });
  try {
    await attempt(wanted, () => connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.getSystemInfo({})));
    await ensureNamespace(connection, wanted);
    await ensureSearchAttributes(connection, wanted);
    // A registered attribute is not usable for some seconds ("no mapping defined"): a search says when it is.
    const query = searchAttributes.map(({ name }) => `${name} is null`).join(' or ');
    if (query !== '') await attempt(wanted, () => connection.workflowService.countWorkflowExecutions({ namespace, query }));
  } finally {
    await connection.close();
  }
}

/** The options as soon as they can be known. */
async function connectionOptions(wanted: TemporalWanted): Promise<ConnectionOptions> {
  const { connection } = wanted;
  return typeof connection === 'function' ? attempt(wanted, async () => connection()) : connection;
}

/** Asks until there is an answer; an error that says why there is none. */
async function attempt<T>(wanted: TemporalWanted, ask: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + wanted.withinMs; ;) {
    try {
      return await unlessInterrupted(wanted.signal, within(ANSWER_MS, 'an answer of Temporal', ask()));
    } catch (error) {
      if (wanted.signal?.aborted) throw error;
      const reason = wanted.hopeless?.() ?? (Date.now() > until ? (error as Error).message : undefined);
      if (reason !== undefined) throw new Error(`Temporal does not answer: ${reason}`);
      await sleep(100);
    }
  }
}

async function ensureNamespace(connection: Connection, wanted: TemporalWanted): Promise<void> {
  const { namespace } = wanted;
  const describe = () => connection.workflowService.describeNamespace({ namespace });
  const isThere = (): Promise<boolean> =>
    describe().then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === NOT_FOUND) return false;
        throw error;
      },
    );
  if (!(await attempt(wanted, isThere))) {
    await connection.workflowService
      .registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: RETENTION_SECONDS as never } })
      .catch((refused: unknown) => {
        if (codeOf(refused) === ALREADY_EXISTS) return;
        throw new Error(`Temporal has no namespace "${namespace}" and does not let us register it (${(refused as Error).message}): have its operator create it`);
      });
    await attempt(wanted, describe);
  }
}

async function ensureSearchAttributes(connection: Connection, wanted: TemporalWanted): Promise<void> {
  const { namespace, searchAttributes } = wanted;
  if (searchAttributes.length === 0) return;
  // A namespace registered a moment ago is not known to every part of the server yet.
  const { customAttributes } = await attempt(wanted, () => connection.operatorService.listSearchAttributes({ namespace }));
  const missing = searchAttributes.filter(({ name, type }) => {
    const present = customAttributes?.[name];
    if (present === undefined || present === null) return true;
    if (present === INDEXED_VALUE_TYPES[type]) return false;
    throw new Error(`Temporal's search attribute "${name}" has type ${present}, wanted ${INDEXED_VALUE_TYPES[type]} (${type}): remove it there with "temporal operator search-attribute remove --name ${name}"`);
  });
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]])),
  });
}
