import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../domain/calendar/calendar';
import type { Rung } from '../domain/dossier/recording';
import { ensureSchedules } from '../workers/schedules';
import type { Report } from '../workers/servers/progress';
import { withProgress } from '../workers/servers/progress';
import type { BenchArguments } from './bench-arguments';
import { percentile } from './percentile';
import type { Stage } from './stage';

export interface EscalationResult {
  /** Real milliseconds from the due instant to the commit that recorded it, over all watches of all trials. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** The last one of each trial, in order. */
  readonly trials: readonly number[];
}

const HOUR = 3_600_000;
/** Between the last watch written and the instant at which all fall due: the running watch must find them, not be told. */
const AHEAD_MS = 4_000;
const LOOK_EVERY_MS = 5;
const GIVE_UP_MS = 120_000;

/**
 * Watches that fall due at one instant, with the real schedule watching through Temporal. A commit is timed by when
 * somebody else can see it: the head of the ledger, looked at every five milliseconds.
 */
export async function benchEscalation(stage: Stage, { due, open, trials }: BenchArguments, report: Report): Promise<EscalationResult> {
  const { desk } = stage;
  await withProgress(report, `${open} open watches`, () => layWatches(stage, open, desk.clock.now() + 30 * 24 * HOUR));
  await ensureSchedules(desk.client, { demo: false });
  const late: number[] = [];
  const last: number[] = [];
  for (let n = 0; n < trials; n++) {
    const at = desk.clock.now() + AHEAD_MS + due;
    await layWatches(stage, due, at);
    const seen = await withProgress(report, `trial ${n + 1} of ${trials}`, () => watchLedger(stage, due, at));
    late.push(...seen);
    last.push(Math.max(...seen));
    report(`trial ${n + 1} of ${trials}: recorded after ${Math.round(last.at(-1)!)} ms`);
    // Another point of the minute each time: the schedule's runs follow each other once a minute.
    await sleep(1_000 + Math.floor(Math.random() * 3_000));
  }
  return { p50Ms: percentile(late, 0.5), p95Ms: percentile(late, 0.95), maxMs: Math.max(...last), trials: last };
}

/** Steps of the communes' specialists, all due at one instant, with the ladder that a procedure brings by default. */
async function layWatches({ desk }: Stage, count: number, at: Instant): Promise<void> {
  const to = (agency: string, role: Rung['to'][number]['role']): Rung['to'][number] => ({ agency, role });
  const ladderOf = (agency: string): Rung[] => [
    { level: 'overdue', at, to: [to(agency, 'specialist'), to(agency, 'unit-head')] },
    { level: 'escalation-1', at: at + 24 * HOUR, to: [to(agency, 'agency-head')] },
    { level: 'escalation-2', at: at + 48 * HOUR, to: [to('H35', 'committee-chair'), to('H35', 'procedure-control')] },
  ];
  const agencies = Array.from({ length: 106 }, (_, n) => `H35.1.${n + 1}`);
  await desk.database.pool.query(
    `insert into lienthong.watches (dossier_id, subject, generation, agency, due_at, ladder, next, fire_at)
     select gen_random_uuid(), 'task:commune-check#1', 1, a.agency, $1::bigint, a.ladder, 0, $1::bigint
       from generate_series(1, $2::int) n join unnest($3::text[], $4::jsonb[]) with ordinality a(agency, ladder, i) on a.i = n % 106 + 1`,
    [at, count, agencies, agencies.map((agency) => JSON.stringify(ladderOf(agency)))],
  );
}

/** For each watch of the trial, how many milliseconds after the due instant its entry was there. */
async function watchLedger({ desk }: Stage, due: number, at: Instant): Promise<number[]> {
  const head = async (): Promise<number> => (await desk.database.pool.query<{ entry: number }>('select entry from lienthong.escalation_head')).rows[0]!.entry;
  const before = await head();
  const late: number[] = [];
  while (late.length < due) {
    const entries = (await head()) - before;
    const now = desk.clock.now();
    while (late.length < entries) late.push(now - at);
    if (now - at > GIVE_UP_MS) throw new Error(`${due - late.length} of ${due} watches were not recorded within ${GIVE_UP_MS / 1000} s: is the sweeps' worker running?`);
    await sleep(now < at - 100 ? 50 : LOOK_EVERY_MS);
  }
  return late;
}
