import { sql } from 'kysely';
import { openingIn } from '../../domain/dossier/signed';
import { submissionId } from '../../domain/dossier/engine-ids';
import { eventsOf, signaturesOf } from '../../db/reads/history-of';
import { actIn, byCommand } from '../../domain/dossier/signed';
import { tasksOf } from '../../db/reads/tasks-of';
import { verifyChain } from '../../db/reads/verify-chain';
import { dossierIdOf, requestDigestOf, submitOnce } from '../../db/submit-once';
import { openingOf } from '../../db/reads/rebuild-dossier';
import type { Command } from '../../domain/dossier/command';
import { handle, passUntil } from '../../domain/dossier/engine';
import type { LoggedEvent, TaskRow } from '../../domain/dossier/recording';
import type { Answer, DossierState } from '../../domain/dossier/state';
import { messageOf } from '../../domain/errors';
import type { Result } from '../../domain/result';
import { actOnDossier } from '../../gateway/act-on-dossier';
import type { ActRequest } from '../../gateway/act-on-dossier';
import type { Desk } from '../../gateway/desk';
import { submitDossier } from '../../gateway/submit-dossier';
import type { StoredSubmission, SubmitRequest } from '../../gateway/submit-dossier';

/** A commune's one-stop unit of 2022, in Than Uyên district. */
export const COMMUNE_UNIT = 'H35.41.01.01';
/** Three levels: commune, district, department of the province (Decree 131/2021/NĐ-CP, Art. 97). */
export const THREE_LEVELS = '9.900010.H35';

export const request = (key: string, more: Partial<SubmitRequest> = {}): SubmitRequest => ({
  key,
  procedure: THREE_LEVELS,
  unit: COMMUNE_UNIT,
  channel: 'counter',
  facts: {},
  documents: ['request'],
  people: [{ subject: 'applicant', name: 'Lò Thị Mai' }],
  as: `receptionist@${COMMUNE_UNIT}`,
  ...more,
});

/** What was answered; a refusal fails the test with its sentence. */
export const granted = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(messageOf(result.refusal));
  return result.value;
};

export const submitted = async (desk: Desk, key: string, more: Partial<SubmitRequest> = {}): Promise<Answer> =>
  granted(await submitDossier(desk, request(key, more)));

export const does = async (desk: Desk, dossier: string, act: string, as: string, more: Partial<ActRequest> = {}): Promise<Answer> =>
  granted(await actOnDossier(desk, { dossier, act, as, ...more }));

/** Submitted, accepted and forwarded by the window; its first examination is open. */
export async function forwarded(desk: Desk, key: string, more: Partial<SubmitRequest> = {}): Promise<string> {
  const { dossierId } = await submitted(desk, key, more);
  const window = `receptionist@${more.unit ?? COMMUNE_UNIT}`;
  await does(desk, dossierId, 'accept', window);
  await does(desk, dossierId, 'complete', window);
  return dossierId;
}

export const openTasksOf = async (desk: Desk, dossierId: string): Promise<readonly TaskRow[]> =>
  (await tasksOf(desk.db, dossierId)).filter((task) => task.closedAt === null);

export async function onlyTask(desk: Desk, dossierId: string): Promise<TaskRow> {
  const open = await openTasksOf(desk, dossierId);
  if (open.length !== 1) throw new Error(`expected one open task, there are: ${open.map((task) => task.taskId).join(', ') || 'none'}`);
  return open[0]!;
}

/** The officer whose work a task is. */
export const officerOf = (task: TaskRow): string => `${task.officerRole}@${task.agency}`;

export const typesOf = async (desk: Desk, dossierId: string): Promise<string[]> => (await eventsOf(desk.db, dossierId)).map((event) => event.type);

export const countOf = async (desk: Desk, table: 'events' | 'dossiers' | 'submissions' | 'escalations' | 'outbox'): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(desk.db)).rows[0]!.n;

/** It passed time under an id of another form, and signed nothing. */
const isOfEarlierProgram = (first: LoggedEvent): boolean => actIn(first) === 'tick' && !first.commandId.startsWith('~');

/** The chain is intact, every command is vouched for, and deciding the stored commands again gives exactly the stored events (design.md laws 3 and 6). */
export async function expectSoundLog(desk: Desk, dossierId: string): Promise<void> {
  const events = await eventsOf(desk.db, dossierId);
  expect(await verifyChain(desk.db, dossierId)).toEqual({ intact: true, headSeq: events.length });
  const opening = (await openingOf(desk.db, dossierId, events[0]))!;
  expect(decidedAgain(opening, events)).toEqual(events);
  const signatures = await signaturesOf(desk.db, dossierId);
  const unvouched = byCommand(events)
    .filter(([first]) => !isOfEarlierProgram(first))
    .map(([first]) => [first.type, desk.signing.faultOf(dossierId, first, signatures[first.commandId])])
    .filter(([, fault]) => fault !== null);
  expect(unvouched).toEqual([]);
}

function decidedAgain(opening: DossierState, events: readonly LoggedEvent[]): LoggedEvent[] {
  let state = opening;
  const decided: LoggedEvent[] = [];
  for (const event of events) {
    if (event.seq <= decided.length) continue;
    const { stampedAt, ...command } = event.command as Command & { stampedAt: number };
    const next =
      event.actor.kind === 'engine' && command.act === 'tick'
        ? passUntil(state, command.deadline)
        : granted(handle(state, { commandId: event.commandId, actor: event.actor, stampedAt, command: command as Command }));
    decided.push(...next.logged);
    state = next.state;
  }
  return JSON.parse(JSON.stringify(decided)) as LoggedEvent[];
}

/** A submission whose row is stored and whose workflow was not started, as a crash between the two leaves it. */
export async function storedOnly(desk: Desk, key: string, more: Partial<StoredSubmission['input']> = {}): Promise<StoredSubmission> {
  const at = desk.clock.now();
  const dossierId = dossierIdOf(key);
  const input: StoredSubmission['input'] = {
    dossierId,
    submissionKey: key,
    procedureCode: THREE_LEVELS,
    procedureVersion: 1,
    receivingUnit: COMMUNE_UNIT,
    place: COMMUNE_UNIT.slice(0, -3),
    channel: 'counter',
    facts: {},
    submittedAt: at,
    clock: desk.clock.isReal ? 'real' : 'installation',
    ...more,
  };
  const actor = { kind: 'officer', person: `receptionist@${COMMUNE_UNIT}`, agency: COMMUNE_UNIT, role: 'receptionist' } as const;
  const command = { act: 'submit', channel: 'counter', facts: {}, documents: ['request'], applicantDigest: '' } as const;
  const unsigned = { commandId: submissionId(dossierId), actor, stampedAt: at, command };
  const envelope = desk.signing.sign(dossierId, unsigned, openingIn(input));
  const stored: StoredSubmission = { input, envelope };
  granted(await submitOnce(desk.db, { idempotencyKey: key, unit: COMMUNE_UNIT, requestDigest: requestDigestOf(key, input), input: stored, people: [], at }));
  return stored;
}
