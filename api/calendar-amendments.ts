import type { FastifyBaseLogger } from 'fastify';
import { advanceAmendment, findAmendment, nextAudience, takeAmendment } from '../db/amendments';
import type { AmendmentProgress } from '../db/amendments';
import type { CalendarChange } from '../domain/calendar/amend';
import { changeIn, tellDossier } from '../gateway/amend-calendar';
import type { ApiContext } from './context';

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 20;
/** Within which a dossier answers, or counts as not reached. */
const ANSWER_MS = 20_000;
/** Longer than a batch takes; if the process dies, another one goes on after this. */
const LEASE_MS = 45_000;
/** How soon those are asked again who did not answer. */
const AGAIN_MS = 30_000;

interface Step {
  readonly progress: AmendmentProgress;
  /** Somebody did not answer, and it is better to wait a while. */
  readonly waits: boolean;
}

/** Tells every open dossier of each published amendment of the calendar, exactly once; goes on where another process stopped or died. */
export class CalendarAmendments {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;
  readonly #db;

  constructor(
    private readonly context: Pick<ApiContext, 'database' | 'client' | 'clock' | 'signing'>,
    private readonly log?: FastifyBaseLogger,
  ) {
    this.#db = context.database.as({ person: 'calendar', agencies: [] });
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.tellOne()
        .catch((err: unknown) => this.log?.warn({ err }, 'an amended calendar waits to be told'))
        .finally(() => {
          if (!this.#stopped) this.start();
        });
    }, LOOK_EVERY_MS);
  }

  /** Finishes the batch that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Tells of the amendment whose turn it is, as far as the dossiers answer. */
  async tellOne(): Promise<void> {
    let progress = await takeAmendment(this.#db, Date.now(), LEASE_MS);
    if (!progress) return;
    const change = changeIn((await findAmendment(this.#db, progress.version))?.change ?? '');
    if (!change) throw new Error(`calendar version ${progress.version} does not say what it changed`);
    while (progress.state !== 'done' && !this.#stopped) {
      const { progress: next, waits }: Step = await this.#tellSome(progress, change);
      await advanceAmendment(this.#db, next, Date.now(), waits ? AGAIN_MS : LEASE_MS);
      if (waits) return;
      progress = next;
    }
    // What is not done yet is anybody's to go on with.
    await advanceAmendment(this.#db, progress, Date.now(), 0);
    this.log?.info({ version: progress.version, state: progress.state, dossiers: progress.done }, 'dossiers were told of an amended calendar');
  }

  async #tellSome(progress: AmendmentProgress, change: CalendarChange): Promise<Step> {
    const audience = await nextAudience(this.#db, progress, AT_ONCE);
    if (audience.length === 0) return { progress: nextRound(progress), waits: false };
    const silent = await this.#silentOf(audience, progress.version - 1, change);
    // Nobody at all: that is not the dossiers.
    if (silent.length === audience.length && audience.length > 1) return { progress, waits: true };
    const unreached = [...progress.unreached.filter((id) => !audience.includes(id)), ...silent];
    const told = progress.state === 'stragglers' ? 0 : audience.length - silent.length;
    return {
      progress: { ...progress, unreached, done: progress.done + told, after: audience.at(-1)! },
      waits: progress.state === 'unreached' && silent.length > 0,
    };
  }

  /** Those who do not answer, or have to hear of something earlier first. */
  async #silentOf(audience: readonly string[], from: number, change: CalendarChange): Promise<string[]> {
    const heard = await Promise.all(audience.map((id) => this.#tell(id, from, change)));
    return audience.filter((_, i) => !heard[i]);
  }

  async #tell(dossierId: string, from: number, change: CalendarChange): Promise<boolean> {
    try {
      return (await this.context.client.withDeadline(Date.now() + ANSWER_MS, () => tellDossier(this.context, dossierId, from, change))) !== 'not-yet';
    } catch (err) {
      this.log?.warn({ err, dossierId }, 'a dossier did not hear of the amended calendar');
      return false;
    }
  }
}

/** Everybody in turn, then who came in meanwhile, then who did not answer. */
function nextRound(progress: AmendmentProgress): AmendmentProgress {
  if (progress.state === 'telling') return { ...progress, state: 'stragglers', after: null };
  const waiting = progress.state === 'stragglers' && progress.unreached.length > 0;
  return { ...progress, state: waiting ? 'unreached' : 'done', after: null, unreached: waiting ? progress.unreached : [] };
}
