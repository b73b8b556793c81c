import type { FastifyBaseLogger } from 'fastify';
import { advanceAmendment, findAmendment, nextAudience, takeAmendment } from '../db/amendments';
import type { AmendmentProgress } from '../db/amendments';
import type { CalendarChange } from '../domain/calendar/amend';
import { changeIn, tellDossier } from '../gateway/amend-calendar';
import type { ApiContext } from './context';

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 20;
/** Within which one dossier answers, or counts as not reached. */
const ANSWER_MS = 20_000;
/** Longer than a batch takes; if the process dies, another may go on after this. */
const LEASE_MS = 45_000;
/** How soon those are asked again who did not answer. */
const AGAIN_MS = 30_000;

/** Carries every published amendment of the calendar to the open dossiers, each exactly once, until stopped; begins where another process stopped. */
export function continueAmendments(context: Pick<ApiContext, 'database' | 'client' | 'clock'>, log?: FastifyBaseLogger): { stop(): Promise<void> } {
  const db = context.database.as({ person: 'calendar', agencies: [] });
  let stopped = false;
  let wake: (() => void) | undefined;

  const run = async (): Promise<void> => {
    while (!stopped) {
      const idle = await round().catch((err: unknown) => {
        log?.warn({ err }, 'an amended calendar waits to be told');
        return true;
      });
      if (idle && !stopped) await new Promise<void>((resolve) => void ((wake = resolve), setTimeout(resolve, LOOK_EVERY_MS).unref()));
    }
  };

  /** One amendment as far as it goes; true when nothing is to be done at the moment. */
  const round = async (): Promise<boolean> => {
    const taken = await takeAmendment(db, Date.now(), LEASE_MS);
    if (!taken) return true;
    const change = changeIn((await findAmendment(db, taken.version))?.change ?? '');
    if (!change) throw new Error(`calendar version ${taken.version} does not say what it changed`);
    let progress = taken;
    while (!stopped && progress.state !== 'done') {
      const next = await batch(progress, change);
      // Whoever does not answer is asked again later; silence of a whole batch is an outage.
      const waits = next === progress || next.state === 'unreached';
      await advanceAmendment(db, next, Date.now(), waits ? AGAIN_MS : LEASE_MS);
      if (waits) return false;
      progress = next;
    }
    if (progress.state === 'done') log?.info({ version: progress.version, dossiers: progress.done }, 'an amended calendar was told to every open dossier');
    else await advanceAmendment(db, progress, Date.now(), 0);
    return false;
  };

  /** The state after the next dossiers were told; the same where none of them answered. */
  const batch = async (progress: AmendmentProgress, change: CalendarChange): Promise<AmendmentProgress> => {
    const audience = await nextAudience(db, progress, AT_ONCE);
    if (audience.length === 0) return nextRound(progress);
    const silent = await silentOf(audience, progress.version - 1, change);
    if (silent.length === audience.length && audience.length > 1) return progress;
    const unreached = [...progress.unreached.filter((id) => !audience.includes(id)), ...silent];
    const told = progress.state === 'stragglers' ? 0 : audience.length - silent.length;
    const reached = { ...progress, unreached, done: progress.done + told, after: audience.at(-1)! };
    return progress.state === 'unreached' && unreached.length === 0 ? { ...reached, state: 'done' } : reached;
  };

  /** Those who did not answer, or have to hear of something earlier first. */
  const silentOf = async (audience: readonly string[], from: number, change: CalendarChange): Promise<string[]> => {
    const answers = await Promise.all(
      audience.map((id) => context.client.withDeadline(Date.now() + ANSWER_MS, () => tellDossier(context, id, from, change)).catch((err: unknown) => void log?.warn({ err, dossierId: id }, 'a dossier was not told of the amended calendar'))),
    );
    return audience.filter((_, i) => answers[i] === undefined || answers[i] === 'too-early');
  };

  const running = run();
  return {
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}

/** Everybody in turn, then who came in meanwhile, then who did not answer. */
const nextRound = (progress: AmendmentProgress): AmendmentProgress => {
  if (progress.state === 'telling') return { ...progress, state: 'stragglers', after: null };
  return { ...progress, state: progress.unreached.length === 0 ? 'done' : 'unreached', after: null };
};
