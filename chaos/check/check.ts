import type { Kysely } from 'kysely';
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
import { checkEscalations } from './escalations';
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

/** Compares what clients were told with both stores, and the two stores with one another. */
export async function checkInstallation(options: CheckOptions): Promise<CheckReport> {
  const { installation } = options;
  const written = { ...installation.written(), dataDir: installation.place.dataDir };
  const desk = await openDesk(written, process.env);
  const { db, close } = openAsOperator(written.databaseUrl);
  try {
    const left = await settle(db);
    await options.whenSettled?.();
    const log = await readLog(db);
    const outbox = await readOutbox(db);
    const ledger = await readLedger(db);
    const dossiers = await checkDossiers(db);
    const told = {
      entries: options.entries(),
      events: log,
      submissionKeys: await readSubmissionKeys(db),
      lost: options.lost,
    };
    const violations = [
      ...violation(
        'something is on its way and does not arrive',
        Object.values(left).some((count) => count > 0) ? [left] : [],
      ),
      ...compareToldWithLog(told),
      ...dossiers.violations,
      ...(await checkWorkflows(desk.client, dossiers.states)),
      ...checkMessages(log, ...messagesOf(options, outbox)),
      ...checkEscalations(ledger, await readTellings(db)),
      ...(await checkLateness(db, desk.clock)),
      ...(await checkCodes(db)),
      ...(await checkHealth(installation, db)),
    ];
    return {
      violations,
      dossiers: dossiers.states.size,
      events: log.length,
      messages: outbox.length,
      escalations: ledger.length,
      deadlines: log.filter(({ type }) => type === 'DeadlineMissed' || type === 'SilenceTakenAsConsent').length,
    };
  } finally {
    await close();
    await desk.close();
  }
}

function messagesOf(
  { restored = false, taken }: CheckOptions,
  outbox: readonly Message[],
): [readonly Message[], readonly Taken[]] {
  if (!restored) return [outbox, taken];
  return [outbox.filter(({ kind }) => kind === 'event'), taken.filter(({ source }) => source === DOSSIER_MESSAGES)];
}

/** Nothing is due for long without having happened; the ledger's chain is whole. */
async function checkLateness(db: Kysely<Schema>, clock: InstallationClock): Promise<readonly Violation[]> {
  await clock.refresh(db);
  const { official, speed } = clock.read();
  const grace = GRACE_MS * Math.max(1, speed);
  const rungs = await db
    .selectFrom('watches')
    .select(['dossier_id', 'subject', 'fire_at'])
    .where('fire_at', '<', Math.floor(official - grace))
    .execute();
  const ledger = await verifyLedger(db);
  return [
    ...violation('a deadline passed without its dossier moving', await unmovedTimers(db, official, grace)),
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
  const doctor = await installation.command('doctor');
  return [
    ...violation('alarms', alarms),
    ...violation('dead letters', dead),
    ...violation('doctor finds faults', doctor.ok ? [] : [doctor.output.trim().split('\n').slice(-20).join('\n')]),
    ...violation('the launcher hung', installation.hangs),
  ];
}
