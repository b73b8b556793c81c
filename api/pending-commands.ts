import type { FastifyBaseLogger } from 'fastify';
import { closeCommand, takeDueCommands } from '../db/commands';
import type { StoredCommand } from '../db/commands';
import { sendPrepared } from '../gateway/act-on-dossier';
import type { PreparedAct } from '../gateway/act-on-dossier';
import { alarmUnvouched } from '../db/alarms';
import { refusal } from '../domain/errors';
import { refuse } from '../domain/result';
import type { Signing } from '../gateway/signing';
import type { ApiContext } from './context';
import { withinPatience } from './patience';
import { ENGINE_PARTS } from '../domain/person-id';

/** One of several API processes may take a command; if it dies, another may after this. */
const AGAIN_MS = 15_000;
const LOOK_EVERY_MS = 1_000;
const AT_MOST = 50;

/** Sends on what was answered with 202, until each command has its answer. Several processes share the work. */
export class PendingCommands {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly context: ApiContext,
    private readonly log?: FastifyBaseLogger,
  ) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.sendDue()
        .catch((err: unknown) => this.log?.warn({ err }, 'pending commands wait'))
        .finally(() => {
          if (!this.#stopped) this.start();
        });
    }, LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Sends everything whose turn has come; the acts of one dossier one after another, as they were received. */
  async sendDue(): Promise<void> {
    const relay = this.context.database.as({ person: ENGINE_PARTS.commands, agencies: [] });
    const due = await takeDueCommands(relay, Date.now(), Date.now() + AGAIN_MS, AT_MOST);
    const byDossier = groupByDossier(due);
    // One dossier that cannot be served at the moment keeps no other waiting.
    await Promise.all([...byDossier.values()].map((commands) => this.#inOrder(commands).catch((err: unknown) => this.log?.warn({ err }, 'pending commands wait'))));
  }

  async #inOrder(commands: readonly StoredCommand[]): Promise<void> {
    const { client, database, actPatienceMs, signing } = this.context;
    const relay = database.as({ person: ENGINE_PARTS.commands, agencies: [] });
    for (const { commandId, dossierId, who, agencies, prepared } of commands) {
      // An applicant has no agency; whoever asked, it is this one dossier that is read.
      const desk = { client, db: database.as({ person: who, agencies, dossier: dossierId }) };
      const kept = prepared as PreparedAct;
      const fault = faultIn(signing, dossierId, kept);
      if (fault !== null) await alarmUnvouched(relay, { dossierId, commandId, fault });
      const result =
        fault === null
          ? await withinPatience(client, actPatienceMs, () => sendPrepared(desk, { ...kept, fresh: false }))
          : refuse(refusal('ACT_NOT_VOUCHED_FOR', { commandId, fault }));
      // What comes after it waits, too: an act must not overtake an earlier one of the same dossier.
      if (result === 'pending') return;
      await closeCommand(relay, { dossierId, commandId }, result.ok ? 'recorded' : 'refused', result.ok ? result.value : result.refusal);
      this.log?.info({ commandId, dossierId, recorded: result.ok }, 'a pending command was answered');
    }
  }
}

/** Whoever can write into the database could have put it there: it must bear the signature it was taken in with. */
function faultIn(signing: Signing, dossierId: string, { envelopes }: PreparedAct): string | null {
  const faults = envelopes.map((envelope) => signing.faultOfEnvelope(dossierId, envelope));
  return faults.find((fault) => fault !== null) ?? null;
}

function groupByDossier(commands: readonly StoredCommand[]): Map<string, StoredCommand[]> {
  const groups = new Map<string, StoredCommand[]>();
  for (const command of commands) groups.set(command.dossierId, [...(groups.get(command.dossierId) ?? []), command]);
  return groups;
}
