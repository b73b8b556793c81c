import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { verifyLedger } from '../../db/reads/verify-ledger';
import { unmovedTimers } from '../../db/reads/unmoved-timers';
import type { Schema } from '../../db/schema';
import type { InstallationClock } from '../../db/installation-clock';
import { openDesk } from '../../gateway/open-desk';
import type { Entry } from '../clients/account';
import type { Taken } from '../clients/receiver';
import type { ChaosInstallation } from '../installation/installation';
import { violation } from '../violation';
import type { Violation } from '../violation';
import { checkDossiers } from './dossiers';
import type { CheckedDossiers } from './dossiers';
import { checkEscalations } from './escalations';
import type { Level, Telling } from './escalations';
import type { LogEvent } from './log-event';
import { checkMessages, DOSSIER_MESSAGES } from './messages';
import type { Message } from './messages';
import { openAsOperator } from './operator-database';
import { settle } from './settle';
import { readLedger, readLog, readOutbox, readSubmissionKeys, readTellings } from './stores';
import { compareToldWithLog } from './told-against-log';
import { checkWorkflows } from './workflows';

export interface CheckOptions {
  readonly installation: ChaosInstallation;
  readonly entries: () => readonly Entry[];
  readonly taken: readonly Taken[];
  /** What clients still ask once all has settled, before the stores are read. */
  readonly whenSettled?: () => Promise<void>;
  /** Dossiers that recovery named as lost. */
  readonly lost?: ReadonlySet<string>;
  /** PostgreSQL was put back: numbers of messages that are about no event may then come again with other content. */
  readonly restored?: boolean;
}

export interface CheckReport {
  readonly violations: readonly Violation[];
  readonly dossiers: number;
  readonly events: number;
  readonly messages: number;
  readonly escalations: number;
  /** Deadlines that passed within the run. */
  readonly deadlines: number;
}

const GRACE_MS = 120_000;
/** A message that the relay has handed over is noted by the receiver a moment later. */
const ARRIVAL_MS = 3_000;
const DOCTOR_AGAIN_MS = 15_000;

/** Compares what clients were told with both stores, and the two stores with one another. */
export async function checkInstallation(options: CheckOptions): Promise<CheckReport> {
  const { installation } = options;
  await installation.slowDown();
  const written = { ...installation.written(), dataDir: installation.place.dataDir };
  const desk = await openDesk(written, process.env);
  const { db, close } = openAsOperator(options.installation.operatorUrl());
  try {
    const left = await settle(db, () => officialNow(db, desk.clock));
    await options.whenSettled?.();
    const seen = await db.transaction().setIsolationLevel('repeatable read').execute(readStores);
    const { log, dossiers } = seen;
    const violations = [
      ...violation(
        'something is on its way and does not arrive',
        Object.values(left).some((count) => count > 0) ? [left] : [],
      ),
      ...compareToldWithLog({ ...seen, events: log, entries: options.entries(), lost: options.lost }),
      ...dossiers.violations,
      ...(await checkWorkflows(desk.client, dossiers.states, (id) => rebuildDossier(db, id))),
      ...(await compareMessages(options, db, seen)),
      ...checkEscalations(seen.ledger, seen.tellings),
      ...(await checkLateness(db, await officialNow(db, desk.clock))),
      ...(await checkCodes(db)),
      ...(await checkHealth(installation, db)),
    ];
    return {
      violations,
      dossiers: dossiers.states.size,
      events: log.length,
      messages: seen.outbox.length,
      escalations: seen.ledger.length,
      deadlines: log.filter(({ type }) => type === 'DeadlineMissed' || type === 'SilenceTakenAsConsent').length,
    };
  } finally {
    await close();
    await desk.close();
  }
}

interface StoresSeen {
  readonly log: readonly LogEvent[];
  readonly outbox: readonly Message[];
  readonly ledger: readonly Level[];
  readonly tellings: readonly Telling[];
  readonly submissionKeys: ReadonlyMap<string, string>;
  readonly dossiers: CheckedDossiers;
}

/** Everything as it stood at one moment: time goes on, and with it deadlines and levels. */
const readStores = async (db: Kysely<Schema>): Promise<StoresSeen> => ({
  log: await readLog(db),
  outbox: await readOutbox(db),
  ledger: await readLedger(db),
  tellings: await readTellings(db),
  submissionKeys: await readSubmissionKeys(db),
  dossiers: await checkDossiers(db),
});

async function officialNow(db: Kysely<Schema>, clock: InstallationClock): Promise<number> {
  await clock.refresh(db);
  return clock.now();
}

/** What was written by then must have arrived; what arrived must have been written by now. */
async function compareMessages(
  options: CheckOptions,
  db: Kysely<Schema>,
  { log, outbox }: StoresSeen,
): Promise<readonly Violation[]> {
  await sleep(ARRIVAL_MS);
  const taken = [...options.taken];
  const known = await readOutbox(db);
  const { restored = false, lost } = options;
  const aboutEvents = ({ kind }: Message): boolean => !restored || kind === 'event';
  const counts = ({ source, subject }: Taken): boolean =>
    !lost?.has(subject) && (!restored || source === DOSSIER_MESSAGES);
  return checkMessages({
    events: log,
    outbox: outbox.filter(aboutEvents),
    known: known.filter(aboutEvents),
    taken: taken.filter(counts),
  });
}

/** Nothing is due for long without having happened; the ledger's chain is whole. */
async function checkLateness(db: Kysely<Schema>, official: number): Promise<readonly Violation[]> {
  const rungs = await db
    .selectFrom('watches')
    .select(['dossier_id', 'subject', 'fire_at'])
    .where('fire_at', '<', Math.floor(official - GRACE_MS))
    .execute();
  const ledger = await verifyLedger(db);
  return [
    ...violation('a deadline passed without its dossier moving', await unmovedTimers(db, official, GRACE_MS)),
    ...violation('a level is long due and not told', rungs),
    ...violation('the chain of the escalation ledger is broken', ledger.intact ? [] : [ledger]),
  ];
}

/** A legal code belongs to one dossier, and to the one it was reserved for. */
async function checkCodes(db: Kysely<Schema>): Promise<readonly Violation[]> {
  const coded = await db
    .selectFrom('dossiers as d')
    .leftJoin('dossier_codes as c', (join) =>
      join.onRef('c.code', '=', 'd.code').onRef('c.dossier_id', '=', 'd.dossier_id'),
    )
    .select(['d.dossier_id', 'd.code', 'c.code as reserved'])
    .where('d.code', 'is not', null)
    .execute();
  const codes = coded.map(({ code }) => code);
  return [
    ...violation(
      'a legal code was given to two dossiers',
      codes.filter((code, index) => codes.indexOf(code) !== index),
    ),
    ...violation(
      'a legal code is not the one reserved',
      coded.filter(({ reserved }) => reserved === null),
    ),
  ];
}

/** What the installation says of itself. */
async function checkHealth(installation: ChaosInstallation, db: Kysely<Schema>): Promise<readonly Violation[]> {
  const alarms = await db
    .selectFrom('alarms')
    .select(['kind', 'dossier_id', 'detail'])
    .where('resolved_real_at', 'is', null)
    .execute();
  const dead = await db
    .selectFrom('parked')
    .select(['subscriber', 'key', 'last_error'])
    .where('dead', '=', true)
    .execute();
  const doctor = await askDoctor(installation);
  return [
    ...violation('alarms', alarms),
    ...violation('dead letters', dead),
    ...violation('doctor finds faults', doctor.ok ? [] : [complaintsIn(doctor.output)]),
    ...violation('the launcher hung', installation.hangs),
  ];
}

/** What the doctor does not find in order; all it said where it ended without a complaint. */
function complaintsIn(output: string): string {
  const lines = output.trim().split('\n');
  const complaints = lines.filter((line) => !line.startsWith('✓'));
  return (complaints.length > 0 ? complaints : lines).join('\n');
}

/** One that could not examine something is asked once more, as people do. */
async function askDoctor(installation: ChaosInstallation): Promise<{ readonly ok: boolean; readonly output: string }> {
  const first = await installation.command('doctor');
  if (first.ok) return first;
  await sleep(DOCTOR_AGAIN_MS);
  return installation.command('doctor');
}
