import { sql } from 'kysely';
import colour from 'picocolors';
import { findAgencies } from '../../db/catalogue';
import { statistics } from '../../db/reads/statistics';
import { TIERS } from '../../domain/agency/agency';
import { agencyOn } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import { formatInstant } from '../../domain/calendar/local-time';
import { legalRate, portalRate } from '../../domain/rates';
import type { OpenDesk } from '../../gateway/open-desk';
import type { Demo } from './demo';

interface Counted {
  readonly what: string;
  readonly n: number;
}

/** The week in numbers, and what the visitor may try next. */
export async function printSummary(desk: OpenDesk, demo: Demo): Promise<void> {
  const { db } = desk;
  const week = await statistics(db, desk.clock.now());
  const { figures } = week;
  const legal = { early: figures.legalEarly, onTime: figures.legalOnTime, late: figures.legalLate };
  const portal = portalRate({ ...figures, received: figures.inPeriod + figures.carried });
  const topology = (await findAgencies(db))!.topology as Topology;
  const tierOf = (code: string): string => agencyOn(topology, code, demo.monday)?.tier ?? 'unknown';
  const [units, events, holders] = await Promise.all([
    counted(desk, sql`select receiving_unit as what, count(*)::int as n from dossiers group by 1`),
    counted(desk, sql`select type as what, count(*)::int as n from events where type in
      ('HandOverSent','SupplementRequested','ClockStopped','DeadlineMissed','ApologyIssued','StepSentBack','BlockJoined','ObligationSettled','DossierWithdrawn','ConsultationReplied') group by 1`),
    counted(desk, sql`select agency as what, count(*)::int as n from tasks t where closed_at is null group by 1 order by 2 desc, 1 limit 3`),
  ]);
  const n = (type: string): number => events.find((e) => e.what === type)?.n ?? 0;
  const percent = (rate: number | null): string => (rate === null ? '–' : `${rate.toFixed(2)} %`);
  const lines = [
    '',
    colour.bold(`The week of ${demo.monday} in Lai Châu`),
    `  received    ${week.received}  (${TIERS.map((tier) => `${tier} ${units.filter((u) => tierOf(u.what) === tier).reduce((n, u) => n + u.n, 0)}`).join(', ')})`,
    `  routed      ${n('HandOverSent')} hand-overs between agencies, ${n('BlockJoined')} parallel blocks joined, ${n('ConsultationReplied')} opinions, ${n('StepSentBack')} sent back`,
    `  paused      ${n('ClockStopped')} clocks stopped, ${n('SupplementRequested')} supplements requested, ${n('ObligationSettled')} obligations settled`,
    `  ended       ${week.ended}  (${n('DossierWithdrawn')} withdrawn), results returned ${week.returned}`,
    `  on time     legal: ${percent(legalRate({ legal }))} of ${figures.solved} decided; portal: ${percent(portal)} of what was accepted`,
    `  late        ${n('DeadlineMissed')} deadlines missed, ${n('ApologyIssued')} apologies; told: ${Object.entries(week.escalations).map(([level, count]) => `${level} ${count}`).join(', ') || 'nobody'}`,
    `  still open  ${week.open} dossiers; most lies at ${holders.map((h) => `${h.what} (${h.n})`).join(', ')}`,
    '',
    `Official time is ${formatInstant(desk.clock.now())} and now runs at its ordinary pace. Try:`,
    `  npx lienthong overdue`,
    `  npx lienthong inbox --agency ${holders[0]?.what ?? 'CODE'}`,
    `  npx lienthong dossier timeline CODE`,
    '',
  ];
  console.log(lines.join('\n'));
}

const counted = async (desk: OpenDesk, query: ReturnType<typeof sql>): Promise<Counted[]> => (await query.execute(desk.db)).rows as Counted[];
