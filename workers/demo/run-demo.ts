import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { sql } from 'kysely';
import { findAgencies, findCalendar, proceduresInForce } from '../../db/catalogue';
import { beatClock } from '../../db/clock';
import { nextFireAt } from '../../db/next-fire-at';
import { toDossierRow, toTaskRow } from '../../db/reads/dossier-row';
import { dossierIdOf } from '../../db/submit-once';
import type { Topology } from '../../domain/agency/topology';
import { messageOf } from '../../domain/errors';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { actOnDossier } from '../../gateway/act-on-dossier';
import type { OpenDesk } from '../../gateway/open-desk';
import { submitDossier } from '../../gateway/submit-dossier';
import type { Running } from '../bring-up';
import { changeSpeed } from '../legal-clock';
import { castOf } from './cast';
import type { CastMember } from './cast';
import type { Demo } from './demo';
import { createFeed } from './feed';
import { nextActs } from './next-act';
import type { PlannedAct, Situation } from './next-act';
import { printSummary } from './summary';

export interface DemoRun {
  readonly demo: Demo;
  readonly running: Running;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const LOOK_EVERY_MS = 150;
const AT_ONCE = 8;

/**
 * Plays the week: whatever the database says is open is done by somebody at its time. Nothing is remembered here, so
 * an interrupted demonstration goes on as if nothing had happened.
 */
export async function runDemo({ demo, running, signal, report }: DemoRun): Promise<void> {
  const { desk } = running;
  const [calendar, published, procedures] = await Promise.all([
    findCalendar(desk.db, PROVINCIAL_CALENDAR),
    findAgencies(desk.db),
    proceduresInForce(desk.db, demo.monday),
  ]);
  const cast = castOf(demo, procedures, published!.topology as Topology);
  report(`${cast.length} dossiers of ${procedures.length} procedures over one week, 1 second = ${Math.round(desk.clock.read().speed / 60)} official minutes\n`);
  const feed = await createFeed(desk.db, demo);
  const refused = new Set<string>();
  let tick = 0;

  while (!signal.aborted && desk.clock.now() < demo.end) {
    if (running.dead() === null) await beatClock(desk.db, desk.clock.now(), Date.now());
    await desk.clock.refresh(desk.db);
    if (tick++ % 2 === 0) await feed.show(desk.clock.now());
    const now = desk.clock.now();
    const due = await dueWork(desk, cast, calendar!, now, refused);
    for (let i = 0; i < due.length && !signal.aborted; i += AT_ONCE) {
      await settle(due.slice(i, i + AT_ONCE).map((work) => work()), running);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  if (signal.aborted) return beatOnce(desk);

  const friday = desk.clock.now();
  await changeSpeed(desk.db, friday, 0);
  await untilTold(desk, friday, signal);
  await feed.show(friday);
  if (signal.aborted) return;
  await changeSpeed(desk.db, friday, 1);
  await desk.clock.refresh(desk.db);
  await printSummary(desk, demo);
  while (!signal.aborted) {
    await beatClock(desk.db, desk.clock.now(), Date.now());
    await sleep(500, undefined, { signal }).catch(() => undefined);
  }
}

const LAST_WORDS_MS = 90_000;

/** While the clock stands: whatever fell due by then is told, and every deadline passed, before the week is summed up. */
async function untilTold(desk: OpenDesk, by: number, signal: AbortSignal): Promise<void> {
  for (const began = Date.now(); !signal.aborted && Date.now() - began < LAST_WORDS_MS; ) {
    const { n } = await desk.db.selectFrom('dossiers').select((eb) => eb.fn.countAll<number>().as('n')).where('next_deadline_at', '<=', by).executeTakeFirstOrThrow();
    if (n === 0 && (await nextFireAt(desk.database.pool, by)) === null) return;
    await beatClock(desk.db, by, Date.now());
    await sleep(300, undefined, { signal }).catch(() => undefined);
  }
}

/** A call that fails because a part is going down is simply made again; anything else is a fault of the script. */
async function settle(work: readonly Promise<void>[], running: Running): Promise<void> {
  for (const outcome of await Promise.allSettled(work)) {
    if (outcome.status === 'fulfilled' || isTransient(outcome.reason)) continue;
    if (running.dead() === null) throw outcome.reason;
  }
}

const isTransient = (error: unknown): boolean =>
  error instanceof ServiceError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || /ECONNREFUSED|Connection terminated|terminating connection|timeout/i.test(String(error));

const beatOnce = (desk: OpenDesk): Promise<void> => beatClock(desk.db, desk.clock.now(), Date.now());

async function dueWork(desk: OpenDesk, cast: readonly CastMember[], calendar: Situation['calendar'], now: number, refused: Set<string>): Promise<(() => Promise<void>)[]> {
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
    if (!dossier) return member.submitAt <= now ? [() => submit(desk, member)] : [];
    const situation: Situation = { member, dossier, tasks: (tasksOf.get(dossier.dossierId) ?? []).map(toTaskRow), done, calendar };
    const next = nextActs(situation).sort((a, b) => a.at - b.at)[0];
    return next && next.at <= now ? [() => act(desk, dossier.dossierId, next, refused)] : [];
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
  if (!result.ok) throw new Error(`the demonstration cannot submit ${member.procedure.code} at ${member.unit}: ${messageOf(result.refusal)}`);
}

/** A refused act of the script is not tried again; the dossier goes on without it. */
async function act(desk: OpenDesk, dossier: string, planned: PlannedAct, refused: Set<string>): Promise<void> {
  const result = await actOnDossier(desk, { dossier, act: planned.act, as: planned.as, id: planned.id, fields: planned.fields });
  if (result.ok) return;
  refused.add(planned.id);
  if (process.env['LIENTHONG_DEBUG']) console.log(`      (${planned.id} ${planned.as}: ${messageOf(result.refusal)})`);
}
