import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { findAgencies, findCalendar, proceduresInForce } from '../../db/catalogue';
import { nextFireAt } from '../../db/next-fire-at';
import { toDossierRow, toTaskRow } from '../../db/reads/dossier-row';
import { dossierIdOf } from '../../db/submit-once';
import type { Topology } from '../../domain/agency/topology';
import { messageOf } from '../../domain/errors';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { actOnDossier } from '../../gateway/act-on-dossier';
import { withActDeadline } from '../../gateway/open-desk';
import type { OpenDesk } from '../../gateway/open-desk';
import { submitDossier } from '../../gateway/submit-dossier';
import type { Running } from '../bring-up';
import { unlessInterrupted, within } from '../servers/interrupted';
import type { Report } from '../servers/progress';
import { castOf } from './cast';
import type { CastMember } from './cast';
import type { Demo } from './demo';
import { DemoClock } from './demo-clock';
import { createFeed } from './feed';
import { nextActs } from './next-act';
import type { PlannedAct, Situation } from './next-act';
import { printSummary } from './summary';

export interface DemoRun {
  readonly demo: Demo;
  readonly running: Running;
  readonly signal: AbortSignal;
  readonly report: Report;
}

const LOOK_EVERY_MS = 150;
const AT_ONCE = 8;
/** Longer than any act or query takes while all parts are well. */
const PATIENCE_MS = 15_000;
/** A warning is told within this real time, or the clock waits for it: else the next level would fall due meanwhile. */
const BEHIND_MS = 1_500;
/** An act that fails so often though nothing is missing is left out. */
const TRIES = 5;

/**
 * Plays the week: whatever the database says is open is done by somebody at its time. Nothing is remembered here, so
 * an interrupted demonstration goes on as if nothing had happened. While a part is away the clock stands, and what was
 * due is done before it goes on.
 */
export async function runDemo(run: DemoRun): Promise<void> {
  const { demo, running, signal } = run;
  const { desk, supervisor } = running;
  const clock = new DemoClock(desk, signal);
  supervisor.onLost(() => clock.hold());
  const beating = clock.keepBeating();
  const look = await insist(run, () => beginWeek(run, clock));
  while (!signal.aborted && (clock.isHeld || desk.clock.now() < demo.end)) {
    if (supervisor.missing.length > 0) clock.hold();
    const went = (await patiently(run, () => look!())) ?? 'failed';
    if (went === 'failed') await recover(run, clock);
    else if (went === 'behind') clock.hold();
    else if (went === 'idle') await patiently(run, () => clock.release());
    await pause(LOOK_EVERY_MS, signal);
  }
  clock.hold();
  await insist(run, () => clock.stand());
  await untilTold(run);
  if (!signal.aborted) await insist(run, () => printSummary(desk, demo));
  while (!signal.aborted) {
    if (clock.isHeld && supervisor.missing.length === 0) await patiently(run, () => clock.release(1));
    await pause(500, signal);
  }
  await beating;
}

/** Something failed: nobody works on before every part is well again. */
async function recover({ running: { supervisor }, signal }: DemoRun, clock: DemoClock): Promise<void> {
  clock.hold();
  await pause(500, signal);
  // Without hope the launcher ends, and this with it.
  await supervisor.untilWell(signal).catch(() => undefined);
}

/** How a look at the week went: nothing was due, something was done, people wait to be told, it must be tried again. */
type Went = 'idle' | 'busy' | 'behind' | 'failed';

async function beginWeek({ demo, running, signal, report }: DemoRun, clock: DemoClock): Promise<() => Promise<Went>> {
  const { desk, supervisor } = running;
  const [calendar, published, procedures] = await Promise.all([
    findCalendar(desk.db, PROVINCIAL_CALENDAR),
    findAgencies(desk.db),
    proceduresInForce(desk.db, demo.monday),
  ]);
  const cast = castOf(demo, procedures, published!.topology as Topology);
  const feed = await createFeed(desk.db, demo);
  const pace = Math.round(desk.clock.read().speed / 60);
  const size = `${cast.length} dossiers of ${procedures.length} procedures`;
  report(`${size} over one week, 1 second = ${pace} official minutes\n`);
  const refused = new Set<string>();
  const failures = new Map<string, number>();
  let tick = 0;

  const fail = (id: string, error: unknown): void => {
    if (isFaultOfScript(error)) throw error;
    if (supervisor.missing.length > 0) return;
    failures.set(id, (failures.get(id) ?? 0) + 1);
    if (failures.get(id)! < TRIES) return;
    refused.add(id);
    report(`${id} is left out: it failed ${TRIES} times (${(error as Error).message})`);
  };

  let behindSince: number | undefined;
  const isBehind = async (): Promise<boolean> => {
    const { official, speed } = desk.clock.read();
    const lately = official - BEHIND_MS * (speed || demo.speed);
    const behind = (await nextFireAt(desk.database.pool, lately)) !== null;
    behindSince = behind ? (behindSince ?? Date.now()) : undefined;
    return behindSince !== undefined && Date.now() - behindSince < LAST_WORDS_MS;
  };

  return async () => {
    await clock.stand();
    if (tick++ % 2 === 0) await feed.show(desk.clock.now());
    const due = await dueWork(desk, cast, calendar!, desk.clock.now(), refused);
    for (let i = 0; i < due.length && !signal.aborted; i += AT_ONCE) {
      const works = due.slice(i, i + AT_ONCE);
      const done = works.map(({ work }) => within(PATIENCE_MS, 'an act', withActDeadline(desk, work)));
      const ends = await Promise.allSettled(done);
      for (const [n, end] of ends.entries()) if (end.status === 'rejected') fail(works[n]!.id, end.reason);
      if (ends.some(({ status }) => status === 'rejected')) return 'failed';
    }
    if (due.length > 0) return 'busy';
    return (await isBehind()) ? 'behind' : 'idle';
  };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Undefined where it failed because something is away, took too long, or somebody stops us. */
async function patiently<T>({ signal }: DemoRun, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await unlessInterrupted(signal, work());
  } catch (error) {
    if (isFaultOfScript(error)) throw error;
    return undefined;
  }
}

/** The same until it works; undefined only where somebody stops us. */
async function insist<T>(run: DemoRun, work: () => Promise<T>): Promise<T | undefined> {
  while (!run.signal.aborted) {
    let done = false;
    const value = await patiently(run, async () => {
      const result = await within(PATIENCE_MS, 'a step of the demonstration', work());
      done = true;
      return result;
    });
    if (done) return value;
    await pause(500, run.signal);
  }
  return undefined;
}

const LAST_WORDS_MS = 90_000;

/** While the clock stands: whatever fell due by then is told, and every deadline passed, before the week is summed up. */
async function untilTold(run: DemoRun): Promise<void> {
  const { signal, running } = run;
  const { db, database, clock } = running.desk;
  const by = clock.now();
  const isTold = async (): Promise<boolean> => {
    const waiting = db.selectFrom('dossiers').select('code').where('next_deadline_at', '<=', by);
    const unmoved = await waiting.limit(1).execute();
    return unmoved.length === 0 && (await nextFireAt(database.pool, by)) === null;
  };
  for (const began = Date.now(); !signal.aborted && Date.now() - began < LAST_WORDS_MS; ) {
    if (await insist(run, isTold)) return;
    await pause(300, signal);
  }
}

/** A call that fails because a part is away is made again. What no repetition mends is a fault of the program. */
class FaultOfScript extends Error {}

function isFaultOfScript(error: unknown): boolean {
  if (error instanceof FaultOfScript || error instanceof TypeError || error instanceof ReferenceError) return true;
  // Of PostgreSQL: data or statements that it does not understand.
  return /^(22|23|42)...$/.test(String((error as { code?: unknown }).code));
}

interface DueWork {
  readonly id: string;
  readonly work: () => Promise<void>;
}

async function dueWork(
  desk: OpenDesk,
  cast: readonly CastMember[],
  calendar: Situation['calendar'],
  now: number,
  refused: Set<string>,
): Promise<DueWork[]> {
  const [dossiers, tasks, commands] = await Promise.all([
    desk.db.selectFrom('dossiers').selectAll().execute(),
    desk.db.selectFrom('tasks').selectAll().orderBy('opened_at').orderBy('task_id').execute(),
    sql<{ id: string }>`select command_id as id from events where command_index = 0 and command_id like 'demo-%'`.execute(desk.db),
  ]);
  const done = new Set([...commands.rows.map((r) => r.id), ...refused]);
  const known = new Map(dossiers.map((row) => [row.dossier_id, toDossierRow(row)]));
  const tasksOf = groupBy(tasks, (t) => t.dossier_id);
  return cast.flatMap((member) => {
    const dossier = known.get(dossierIdOf(member.key));
    if (!dossier) {
      const isDue = member.submitAt <= now && !refused.has(member.key);
      return isDue ? [{ id: member.key, work: () => submit(desk, member) }] : [];
    }
    const situation: Situation = { member, dossier, tasks: (tasksOf.get(dossier.dossierId) ?? []).map(toTaskRow), done, calendar };
    const next = nextActs(situation).sort((a, b) => a.at - b.at)[0];
    if (!next || next.at > now) return [];
    return [{ id: next.id, work: () => act(desk, dossier.dossierId, next, refused) }];
  });
}

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

async function submit(desk: OpenDesk, member: CastMember): Promise<void> {
  const result = await submitDossier(desk, {
    key: member.key,
    procedure: member.procedure.code,
    unit: member.unit,
    place: member.place,
    channel: member.channel,
    facts: member.facts,
    documents: member.procedure.documents.map((d) => d.document),
    people: [{ subject: 'applicant', name: member.applicant }],
    as: member.channel === 'online' ? 'applicant' : `receptionist@${member.unit}`,
  });
  if (result.ok) return;
  const what = `${member.procedure.code} at ${member.unit}`;
  throw new FaultOfScript(`the demonstration cannot submit ${what}: ${messageOf(result.refusal)}`);
}

/** A refused act of the script is not tried again; the dossier goes on without it. */
async function act(desk: OpenDesk, dossier: string, planned: PlannedAct, refused: Set<string>): Promise<void> {
  const result = await actOnDossier(desk, { dossier, act: planned.act, as: planned.as, id: planned.id, fields: planned.fields });
  if (result.ok) return;
  refused.add(planned.id);
  if (process.env['LIENTHONG_DEBUG']) console.log(`      (${planned.id} ${planned.as}: ${messageOf(result.refusal)})`);
}
