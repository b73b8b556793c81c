import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { formatInstant } from '../domain/calendar/local-time';
import { nextDeadline } from '../domain/dossier/deadlines';
import { presentDue } from '../domain/dossier/engine';
import { NATIONAL_STATUS, nationalStatus } from '../domain/dossier/national-status';
import { isFinal, openTasks } from '../domain/dossier/state';
import type { DossierState } from '../domain/dossier/state';
import { KEYS } from './search-attributes';

/** How the dossier reads in Temporal's own UI: codes, agencies and dates for supervisors, no personal data. */
export class Showcase {
  #shown: string;

  /** @param begun Whether the run is the dossier's first, which may have been started with its attributes. */
  constructor(begun: boolean) {
    const given = workflowInfo().typedSearchAttributes;
    const status = given.get(KEYS.status);
    this.#shown = begun && status !== undefined ? keyOf(null, status, given.get(KEYS.clock), given.get(KEYS.holders), null) : '';
  }

  show(state: DossierState): void {
    setCurrentDetails(details(state));
    const holders = isFinal(state) ? [] : [...new Set(openTasks(state).map((t) => t.agency))].sort();
    const clock = state.acceptedAt === null ? 'not-started' : state.endedAt !== null ? 'ended' : (state.stopped?.rule ?? 'running');
    const due = presentDue(state);
    const status = nationalStatus(state);
    const key = keyOf(state.code, status, clock, holders, due);
    // An upsert is an event in history: only what a supervisor filters by, and only when it changed.
    if (key === this.#shown || state.seq === 0) return;
    this.#shown = key;
    upsertSearchAttributes([
      { key: KEYS.status, value: `${status}` },
      { key: KEYS.clock, value: clock },
      { key: KEYS.holders, value: holders },
      ...(state.code === null ? [] : [{ key: KEYS.code, value: state.code }]),
      ...(due === null ? [] : [{ key: KEYS.due, value: new Date(due) }]),
    ]);
  }

  /** What the armed timer is called. */
  timer(state: DossierState): string {
    const next = nextDeadline(state);
    return next === null ? 'no deadline' : `next legal deadline ${formatInstant(next)}`;
  }
}

const keyOf = (code: string | null, status: string | number, clock: string | undefined, holders: readonly string[] | undefined, due: number | null): string =>
  [code, status, clock, holders?.join(), due].join('|');

function details(state: DossierState): string {
  const status = nationalStatus(state);
  const due = presentDue(state);
  const lines = [
    `### ${state.code ?? 'chưa có mã / no code yet'} · ${state.procedure.code}`,
    `**${status} ${NATIONAL_STATUS[status].vi}** (${NATIONAL_STATUS[status].en})`,
    due === null ? '' : `Hẹn trả / appointment: **${formatInstant(due)}**${state.stopped ? ` – clock stopped (${state.stopped.rule})` : ''}`,
    '',
    '| task | agency | status | due |',
    '|---|---|---|---|',
    ...openTasks(state).map((t) => `| ${t.taskId} | ${t.agency} | ${t.status} | ${t.dueAt === null ? '–' : formatInstant(t.dueAt)} |`),
  ];
  return lines.join('\n');
}
