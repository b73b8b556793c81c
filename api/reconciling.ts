import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { NOBODY } from '../db/api-database';
import { isDossierId } from '../db/reads/dossier-by-id-or-code';
import { dossierIdOfCode } from '../db/reads/dossier-id-of-code';
import { notYetReconciled, openReconciliations } from '../db/reconciliations';
import { askToMend } from '../gateway/mend';
import type { ApiContext } from './context';

const LOOK_EVERY_MS = 2_000;
/**
 * How long (real milliseconds) somebody who asks for one dossier waits for its comparison; then they see what the log
 * has.
 */
const PATIENCE_MS = 6_000;

/**
 * While the two stores are being compared, because one of them was put back, whoever reads a dossier or acts on it
 * has it compared first: nobody is shown what a restored database has lost for the last word.
 */
export class Reconciling {
  #open: readonly number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly context: ApiContext,
    private readonly log?: Pick<FastifyBaseLogger, 'warn'>,
  ) {}

  start(): void {
    const look = async (): Promise<void> => {
      await this.look().catch(() => undefined);
      if (!this.#stopped) this.#timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async look(): Promise<void> {
    const open = await openReconciliations(this.context.database.as(NOBODY));
    this.#open = open.map(({ reconciliation }) => reconciliation);
  }

  /** Before a route that names a dossier. It costs nothing while no comparison is under way. */
  readonly beforeReading = async ({ params }: Pick<FastifyRequest, 'params'>): Promise<void> => {
    const { reference, code } = (params ?? {}) as { reference?: string; code?: string };
    const named = reference ?? code;
    if (this.#open.length === 0 || named === undefined) return;
    await this.compared(named).catch((err: unknown) =>
      this.log?.warn({ err }, 'a dossier could not be compared in time'),
    );
  };

  async compared(reference: string): Promise<void> {
    const { client, database } = this.context;
    const db = database.as(NOBODY);
    const dossierId = isDossierId(reference)
      ? await this.#known(reference)
      : ((await dossierIdOfCode(db, reference)) ?? (await this.#idInTemporal(reference)));
    if (dossierId === undefined) return;
    const waiting = await Promise.all(
      this.#open.map((reconciliation) => notYetReconciled(db, reconciliation, [dossierId])),
    );
    if (waiting.flat().length === 0) return;
    await client.withDeadline(Date.now() + PATIENCE_MS, () => askToMend(client, dossierId));
  }

  /** Nobody has work begun with ids that no store knows. */
  async #known(dossierId: string): Promise<string | undefined> {
    const described = this.context.client.workflow.getHandle(dossierId).describe();
    return described.then(
      () => dossierId,
      () => undefined,
    );
  }

  /** A code that the log has lost is known to the workflow that bears it. */
  async #idInTemporal(code: string): Promise<string | undefined> {
    // What a code may hold; anything else must not become part of a query.
    if (!/^[\w.-]{1,60}$/.test(code)) return undefined;
    const found = this.context.client.workflow.list({ query: `DossierCode = '${code}'`, pageSize: 1 });
    for await (const { workflowId } of found) return workflowId;
    return undefined;
  }
}
