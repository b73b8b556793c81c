import type { Topology } from '../agency/topology';
import type { Calendar, LocalDate } from '../calendar/calendar';
import { checkAgencies, checkPosts, checkTier } from './check-agencies';
import { checkConditions, checkFacts } from './check-conditions';
import { checkEnds } from './check-ends';
import { checkFlow } from './check-flow';
import { checkNames } from './check-names';
import { checkSize } from './check-size';
import { checkKinds, checkObligations, checkQuorums, checkRefusals } from './check-steps';
import { checkLadder, checkLimits, checkNumbers, checkVersion } from './check-terms';
import { checkCriticalPath, checkTimeLimit } from './check-time';
import { finding, type Finding } from './finding';
import type { Procedure } from './procedure';
import { blocksOf, type Located } from './walk';

export interface PublishingContext {
  readonly topology: Topology;
  /** Checks that the calendar reaches the first day in force. */
  readonly calendar?: Calendar;
  /** The date on which the agency roles must resolve. Default the first day in force. */
  readonly date?: LocalDate;
}

type Check = (procedure: Procedure, blocks: readonly Located[]) => Finding[];

/** What a procedure must be in itself, wherever it is offered. */
const CHECKS: readonly Check[] = [
  checkVersion,
  checkNames,
  checkFacts,
  checkNumbers,
  checkLimits,
  checkLadder,
  checkTimeLimit,
  checkEnds,
  checkKinds,
  checkQuorums,
  checkRefusals,
  checkObligations,
  checkFlow,
  checkConditions,
  checkCriticalPath,
];

/** Everything that keeps a procedure from being published, each with its place; empty when it may go live. */
export const checkProcedure = (procedure: Procedure, { topology, calendar, date = procedure.effectiveFrom }: PublishingContext): Finding[] => {
  const blocks = blocksOf(procedure);
  const oversized = checkSize(procedure, blocks);
  // What is far too large is not worth the work of walking every way through it.
  if (oversized.length > 0) return oversized;
  return [
    ...CHECKS.flatMap((check) => check(procedure, blocks)),
    ...checkCalendar(procedure, calendar),
    ...checkTier(procedure, topology, date),
    ...checkAgencies(procedure, blocks, topology, date),
    ...checkPosts(procedure, blocks, topology, date),
  ];
};

/** Without a calendar that reaches the first day, no appointment could be given. Older versions may begin before the calendar does. */
const checkCalendar = ({ effectiveFrom }: Procedure, calendar: Calendar | undefined): Finding[] =>
  calendar && effectiveFrom > calendar.to
    ? [finding('DATE_OUT_OF_RANGE', ['effectiveFrom'], { value: effectiveFrom, from: calendar.from, to: calendar.to })]
    : [];
