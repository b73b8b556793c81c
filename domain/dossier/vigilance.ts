import type { AgencyCode } from '../agency/agency';
import type { Instant, Limit } from '../calendar/calendar';
import { lastDayOf } from '../calendar/due';
import { nominalMinutes } from '../calendar/limit';
import { addOpenMs, closeOfOffice, openMsBetween, openMsPerNominalMinute, subtractWorkingDays } from '../calendar/working-time';
import type { EscalationAddressee, VigilancePolicy } from '../procedure/procedure';
import type { Rung, WatchRow } from './recording';
import { isFinal } from './state';
import type { DossierState, Task } from './state';

const days = (amount: number): Limit => ({ amount, unit: 'working-days' });

/** The province's ladder where a procedure brings none: amber a day before (SPEC-G practice), then up the hierarchy. */
export const DEFAULT_VIGILANCE: VigilancePolicy = {
  warnBefore: days(1),
  ladder: [
    { after: days(0), to: 'unit-head' },
    { after: days(1), to: 'agency-head' },
    { after: days(2), to: 'committee-chair' },
    { after: days(2), to: 'procedure-control' },
  ],
};

/**
 * Whom to warn, and when. It changes nothing in the dossier: the rows of the subjects that moved are written with the
 * act, and the escalation schedule fires their rungs (design.md law 7).
 */
export function watchesMoved(before: DossierState, after: DossierState): WatchRow[] {
  return Object.entries(after.generations)
    .filter(([subject, generation]) => before.generations[subject] !== generation)
    .map(([subject, generation]) => watch(after, subject, generation));
}

function watch(state: DossierState, subject: string, generation: number): WatchRow {
  const [kind, id] = [subject.slice(0, subject.indexOf(':')), subject.slice(subject.indexOf(':') + 1)];
  const none: WatchRow = { subject, generation, agency: state.receivingUnit, dueAt: 0, ladder: [] };
  if (isFinal(state)) return none;
  if (kind === 'task') return taskWatch(state, state.tasks[id], none);
  if (kind === 'appointment') return appointmentWatch(state, Number(id), none);
  return supplementWatch(state, Number(id), none);
}

/** A task escalates whether somebody took it up or nobody did. A consulted agency is watched like any holder. */
function taskWatch(state: DossierState, task: Task | undefined, none: WatchRow): WatchRow {
  if (!task || task.dueAt === null || task.closedAt !== null || task.status === 'suspended' || task.status === 'silent') return none;
  const ladder = ladderOf(state, task.countsFrom, task.dueAt, task.agency, task.officerRole);
  return { ...none, agency: task.agency, dueAt: task.dueAt, ladder };
}

function appointmentWatch(state: DossierState, phase: number, none: WatchRow): WatchRow {
  const a = state.appointments[phase];
  if (!a || phase !== state.phase || state.stopped !== null || a.metAt !== null || state.endedAt !== null) return none;
  const ladder = ladderOf(state, a.startAt, a.due, state.receivingUnit, 'receptionist');
  const before = apologyWantedAt(state, a.due);
  // A limit too short for an apology a day before it ends still wants one when it has ended.
  const apology: Rung = { level: 'apology-wanted', at: before > a.startAt ? before : a.due, to: [to(state, state.receivingUnit, 'agency-head')] };
  const wanted = a.movedTo === null ? [apology] : [];
  return { ...none, dueAt: a.due, ladder: [...ladder, ...wanted].sort((x, y) => x.at - y.at) };
}

/** At least one day before expiry (61/2018 Art. 19.9): the close of office two working days before leaves a whole day. */
function apologyWantedAt(state: DossierState, due: Instant): Instant {
  if (state.procedure.apology.owed === 'at-expiry') return due;
  return closeOfOffice(state.calendar, subtractWorkingDays(state.calendar, lastDayOf(due), 2));
}

/** What the applicant sent in must be confirmed within its own limit, by whoever asked for it. */
function supplementWatch(state: DossierState, n: number, none: WatchRow): WatchRow {
  const s = state.supplements.find((x) => x.n === n);
  if (!s || s.status !== 'provided' || s.confirmBy === null || s.providedAt === null) return none;
  const { agency, officerRole }: Pick<Task, 'agency' | 'officerRole'> = (s.taskId === null ? undefined : state.tasks[s.taskId]) ?? { agency: state.receivingUnit, officerRole: 'receptionist' };
  return { ...none, agency, dueAt: s.confirmBy, ladder: ladderOf(state, s.providedAt, s.confirmBy, agency, officerRole) };
}

function ladderOf(state: DossierState, from: Instant, due: Instant, agency: AgencyCode, officer: Rung['to'][number]['role']): Rung[] {
  const policy = state.procedure.vigilance ?? DEFAULT_VIGILANCE;
  const rungs: Rung[] = [];
  const warnAt = warningAt(state, from, due, policy.warnBefore);
  // What is overdue when its watch is laid anew (re-routed, the clock runs again) needs no warning.
  if (warnAt > from && warnAt < due && due > state.lastAt) rungs.push({ level: 'warning', at: warnAt, to: [{ agency, role: officer }] });
  let escalation = 0;
  let overdueTold = false;
  for (const { after, to: addressee } of policy.ladder) {
    const at = after.amount === 0 ? due : addOpenMs(state.calendar, due, openMsOf(state, after));
    const same = rungs.find((r) => r.at === at && r.level !== 'warning');
    if (same) rungs.splice(rungs.indexOf(same), 1, { ...same, to: [...same.to, to(state, agency, addressee)] });
    else if (at <= due) {
      overdueTold = true;
      rungs.push({ level: 'overdue', at: due, to: [{ agency, role: officer }, to(state, agency, addressee)] });
    } else rungs.push({ level: `escalation-${++escalation}`, at, to: [to(state, agency, addressee)] });
  }
  if (!overdueTold) rungs.push({ level: 'overdue', at: due, to: [{ agency, role: officer }] });
  return rungs.sort((a, b) => a.at - b.at);
}

/** A day before; for a limit shorter than two days, when half of it has run. */
function warningAt(state: DossierState, from: Instant, due: Instant, warnBefore: Limit): Instant {
  const open = openMsBetween(state.calendar, from, due);
  const before = Math.min(openMsOf(state, warnBefore), open / 2);
  return addOpenMs(state.calendar, from, Math.floor(open - before));
}

/** A ladder is written in working time; calendar days, should somebody write them, are taken as working days. */
const openMsOf = (state: DossierState, limit: Limit): number =>
  (nominalMinutes(limit) ?? limit.amount * 480) * openMsPerNominalMinute(state.calendar);

const to = (state: DossierState, agency: AgencyCode, role: EscalationAddressee): Rung['to'][number] => ({
  agency: state.agencies.agencies[agency]?.chain[role] ?? agency,
  role,
});
