import { advanceMove, findMove, followRenames, nextToMove, takeMove } from '../db/agency-moves';
import type { AgencyMove, UnmovedDossier } from '../db/agency-moves';
import { agencyVersions } from '../db/catalogue';
import { publicationIn } from '../domain/agency/publication';
import { refusal } from '../domain/errors';
import { refuse } from '../domain/result';
import type { Result } from '../domain/result';
import type { Desk } from './desk';
import { moveDossier, publishedAgencies } from './reorganise-agencies';
import type { Target } from './reorganise-agencies';

/** Longer than a batch takes; if the process dies, another one goes on after this. */
const LEASE_MS = 45_000;
const AT_ONCE = 10;
/** Of the dossiers that could not be moved so many are kept by name; all are found by doctor. */
const MOST_NAMED = 200;

export interface FollowOptions {
  /** Only this version; otherwise the one whose turn it is. */
  readonly version?: number;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly stopped?: () => boolean;
}

/**
 * Lets everything follow a published version of the agencies: posts, clients and subscriptions take corrected codes,
 * and each open dossier is moved once by an event that says why. It goes on where another process stopped or died.
 * Undefined where nothing waits, or another process is at it.
 */
export async function followAgencies(desk: Desk, options: FollowOptions = {}): Promise<AgencyMove | undefined> {
  const { version = null, onProgress, stopped = () => false } = options;
  const asked = { now: desk.clock.now(), realNow: Date.now(), leaseMs: LEASE_MS, version };
  let move = await takeMove(desk.db, asked);
  if (!move) return undefined;
  const target = await publishedAgencies(desk.db);
  if (!target.ok) throw new Error('there are no agencies, though a version of them was published');
  await followRenames(desk.db);
  const why = await publicationOf(desk, move.version);
  while (move.state !== 'done' && !stopped()) {
    move = await moveSome(desk, target.value, move, why);
    await advanceMove(desk.db, move, Date.now(), LEASE_MS);
    onProgress?.({ done: Math.min(move.done, move.total), total: move.total });
  }
  // What is not done yet is anybody's to go on with.
  await advanceMove(desk.db, move, Date.now(), 0);
  return findMove(desk.db, move.version);
}

interface Why {
  readonly legalBasis: string;
  /** Codes were replaced: what has ended follows too, for somebody still archives it. */
  readonly ended: boolean;
}

async function publicationOf({ db }: Desk, version: number): Promise<Why> {
  const found = (await agencyVersions(db)).find((each) => each.version === version);
  const { legalBasis = `agencies v${version}`, renamed = {} } = (found && publicationIn(found.reason)) ?? {};
  return { legalBasis, ended: Object.keys(renamed).length > 0 };
}

async function moveSome(desk: Desk, target: Target, move: AgencyMove, { legalBasis, ended }: Why): Promise<AgencyMove> {
  const batch = await nextToMove(desk.db, move, { ended, limit: AT_ONCE });
  if (batch.length === 0) return { ...move, state: move.state === 'moving' ? 'stragglers' : 'done', after: null };
  const tried = await Promise.allSettled(
    batch.map(({ dossierId }) => moveDossier(desk, target, dossierId, { assigned: {}, legalBasis })),
  );
  const faults = tried.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  // Nobody at all: that is not the dossiers.
  if (faults.length === batch.length && batch.length > 1) throw faults[0];
  const results = batch.map((dossier, i) => {
    const each = tried[i]!;
    return { ...dossier, result: each.status === 'fulfilled' ? each.value : unreached(dossier.dossierId) };
  });
  const moved = results.filter(({ result }) => result.ok && result.value).length;
  const refused = results.flatMap(({ dossierId, code, result }): UnmovedDossier[] => {
    // Whoever ended meanwhile has nothing to follow.
    if (result.ok || result.refusal.code === 'DOSSIER_CLOSED') return [];
    return [{ dossierId, code, reason: result.refusal.code, details: result.refusal.details }];
  });
  return {
    ...move,
    after: batch.at(-1)!.dossierId,
    done: move.done + (move.state === 'moving' ? batch.length : 0),
    moved: move.moved + moved,
    refused: [...move.refused, ...refused].slice(0, MOST_NAMED),
  };
}

/** Its workflow did not answer and could not be mended: doctor says what to do. */
const unreached = (dossierId: string): Result<boolean> => refuse(refusal('WORKFLOW_UNREACHED', { value: dossierId }));

/** Looks again and again whether a version waits to be followed. */
export function keepFollowing(
  desk: Desk,
  onMoved: (move: AgencyMove) => void,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<void> => {
    const move = await followAgencies(desk, { stopped: () => isStopped });
    if (move) onMoved(move);
  };
  const start = (): void => {
    timer = setTimeout(() => {
      running = look()
        .catch(onFault)
        .finally(() => {
          if (!isStopped) start();
        });
    }, LOOK_EVERY_MS);
  };
  start();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}

const LOOK_EVERY_MS = 2_000;
