import { sql, type Kysely } from 'kysely';
import colour from 'picocolors';
import { findAgencies } from '../../db/catalogue';
import type { Schema } from '../../db/schema';
import { agencyOn } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import { formatInstant } from '../../domain/calendar/local-time';
import type { Instant } from '../../domain/calendar/calendar';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { Demo } from './demo';

interface Line {
  readonly position: number;
  readonly kind: 'event' | 'escalation' | 'digest';
  readonly addressee: string | null;
  readonly body: string;
  readonly code: string | null;
  readonly dossier_id: string | null;
}

/** Tells in the terminal what happens, as the outbox tells the world. A restarted demonstration shows only what is new. */
export async function createFeed(db: Kysely<Schema>, demo: Demo): Promise<{ show(now: Instant): Promise<void> }> {
  const topology = (await findAgencies(db))!.topology as Topology;
  const name = (code: string): string => agencyOn(topology, code, demo.monday)?.name.vi ?? code;
  let position = (await sql<{ p: number | null }>`select max(position) as p from outbox`.execute(db)).rows[0]?.p ?? 0;
  return {
    async show(now) {
      const { rows } = await sql<Line>`
        select o.position, o.kind, o.addressee, coalesce(e.body, o.body) as body, d.code, o.dossier_id
          from outbox o
          left join events e on e.dossier_id = o.dossier_id and e.seq = o.seq
          left join dossiers d on d.dossier_id = o.dossier_id
         where o.position > ${position} order by o.position limit 400`.execute(db);
      for (const row of rows) {
        position = row.position;
        const line = row.kind === 'event' ? eventLine(row, name) : tellLine(row, name);
        if (line) console.log(`${colour.dim(clockFace(row.kind === 'event' ? (JSON.parse(row.body) as LoggedEvent).at : now))} ${line}`);
      }
    },
  };
}

const clockFace = (at: Instant): string => formatInstant(at).slice(5, 16).replace('T', ' ');

/** A message to one agency: a list of what is late there, or its daily digest. */
function tellLine(row: Line, name: (code: string) => string): string | null {
  const body = JSON.parse(row.body) as { entries?: { level: string }[]; items?: { level: string }[]; dueToday?: number; overdue?: number };
  if (row.kind === 'digest') return `${colour.magenta('digest  ')} ${name(row.addressee ?? '')}: ${body.dueToday} due today, ${body.overdue} overdue`;
  const levels = (body.entries ?? body.items ?? []).map((e) => e.level);
  const counted = [...new Set(levels)].map((l) => `${levels.filter((x) => x === l).length}× ${l}`).join(', ');
  const paint = levels.some((l) => l !== 'warning') ? colour.red : colour.yellow;
  return paint(`told     ${name(row.addressee ?? '')}: ${counted}`);
}

const SHOWN: Partial<Record<LoggedEvent['type'], (e: LoggedEvent, name: (code: string) => string) => string | null>> = {
  DossierSubmitted: (e, name) => colour.cyan(`received ${name(field(e, 'receivingUnit'))}: ${field(e, 'procedureCode')}`),
  DossierAccepted: (e) => colour.green(`accepted appointment ${clockFace((e.payload as { appointment: { due: number } }).appointment.due)}`),
  HandOverSent: (e, name) => `routed   ${name(field(e, 'from'))} → ${name(field(e, 'to'))}`,
  SupplementRequested: () => colour.yellow('paused   supplement requested'),
  SupplementLapsed: () => colour.red('closed   the supplement did not come'),
  ClockStopped: (e) => (field(e, 'rule') === 'supplement' ? null : colour.yellow(`paused   clock stopped: ${field(e, 'rule')}`)),
  ClockResumed: (e) => `resumed  ${field(e, 'rule')}`,
  ClockReset: () => 'resumed  the limit starts again from zero',
  ObligationSettled: (e) => colour.green(`paid     ${field(e, 'by')}: phase 2 begins`),
  BlockOpened: () => 'parallel agencies work side by side',
  BlockJoined: () => 'joined   the parallel branches have come together',
  SilenceTakenAsConsent: () => colour.yellow('silence  taken as consent'),
  DeadlineMissed: (e) => colour.red(`LATE     ${(e.payload as { deadline: { kind: string } }).deadline.kind} missed`),
  ApologyIssued: () => colour.yellow('apology  new appointment given'),
  StepSentBack: () => 'back     sent back one step',
  DossierWithdrawn: () => 'withdrew at the applicant’s request',
  DossierStopped: () => 'stopped  at the applicant’s request',
  DossierResolved: (e) => colour.green(`resolved ${field(e, 'outcome')}`),
  ResultReturned: (e) => colour.green(`returned ${field(e, 'way')}`),
};

const field = (e: LoggedEvent, key: string): string => String((e.payload as unknown as Record<string, unknown>)[key]);

function eventLine(row: Line, name: (code: string) => string): string | null {
  const event = JSON.parse(row.body) as LoggedEvent;
  const show = SHOWN[event.type];
  const text = show?.(event, name) ?? null;
  return text === null ? null : `${colour.bold((row.code ?? row.dossier_id?.slice(0, 8) ?? '').padEnd(24))} ${text}`;
}
