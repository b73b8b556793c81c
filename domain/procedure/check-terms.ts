import type { Limit } from '../calendar/calendar';
import { formatLimit, nominalMinutes } from '../calendar/limit';
import { parseLocalDate } from '../calendar/local-time';
import { NOMINAL_MINUTES_PER_DAY as DAY } from '../calendar/working-time';
import { finding, type Finding, type Path } from './finding';
import type { Procedure } from './procedure';
import { stepsOf, type Located } from './walk';
import { workingDaysWithin } from './working-days-within';

const FIRST_DATE = '1975-01-01';
const LAST_DATE = '2100-12-31';
const MOST_DAYS = 3660;
const MOST_VERSION = 9999;
const MOST_DONG = 1_000_000_000_000;

/** Versions are numbered from 1; a version is in force from one date until a later one. */
export const checkVersion = ({ version, effectiveFrom, effectiveTo }: Procedure): Finding[] => {
  const dates: [string, string][] = [['effectiveFrom', effectiveFrom], ...(effectiveTo === undefined ? [] : [['effectiveTo', effectiveTo] satisfies [string, string]])];
  const wrong = dates.filter(([, date]) => !parseLocalDate(date).ok || date < FIRST_DATE || date > LAST_DATE);
  return [
    ...(Number.isInteger(version) && version >= 1 && version <= MOST_VERSION ? [] : [finding('PROCEDURE_VERSION_INVALID', ['version'], { value: version, most: MOST_VERSION })]),
    ...wrong.map(([key, value]) => finding('PROCEDURE_DATE_INVALID', [key], { value, from: FIRST_DATE, to: LAST_DATE })),
    ...(wrong.length === 0 && effectiveTo !== undefined && effectiveTo <= effectiveFrom
      ? [finding('PROCEDURE_DATES_DISORDERED', ['effectiveTo'], { from: effectiveFrom, to: effectiveTo })]
      : []),
  ];
};

/** Every limit is a time that can pass. Zero, the same day, is only for what an agency does in one go. */
export const checkLimits = (procedure: Procedure, blocks: readonly Located[]): Finding[] =>
  limitsOf(procedure, blocks)
    .filter(({ limit, mayBeZero }) => !isSound(limit, mayBeZero))
    .map(({ limit, path }) => finding('PROCEDURE_LIMIT_AMOUNT', path, { value: formatLimit(limit), most: MOST_DAYS }));

interface GivenLimit {
  readonly limit: Limit;
  readonly path: Path;
  readonly mayBeZero: boolean;
}

const isSound = ({ amount, unit }: Limit, mayBeZero: boolean): boolean => {
  if (!Number.isFinite(amount) || amount < 0 || amount > MOST_DAYS) return false;
  if (amount === 0) return mayBeZero && unit === 'working-days';
  return unit !== 'calendar-days' || Number.isInteger(amount);
};

const limitsOf = (procedure: Procedure, blocks: readonly Located[]): GivenLimit[] => {
  const { timeLimit, supplement, vigilance } = procedure;
  const given = (limit: Limit | undefined, path: Path, mayBeZero = false): GivenLimit[] => (limit ? [{ limit, path, mayBeZero }] : []);
  return [
    ...given(timeLimit.limit, ['timeLimit', 'limit'], true),
    ...(timeLimit.phases ?? []).flatMap(({ limit }, i) => given(limit, ['timeLimit', 'phases', i, 'limit'], true)),
    ...(timeLimit.variants ?? []).flatMap(({ limit }, i) => given(limit, ['timeLimit', 'variants', i, 'limit'], true)),
    ...(['reception', 'examination'] as const).flatMap((stage) =>
      (['noticeWithin', 'respondWithin', 'confirmWithin'] as const).flatMap((key) => given(supplement[stage][key], ['supplement', stage, key])),
    ),
    ...given(procedure.acknowledgeWithin, ['acknowledgeWithin']),
    ...given(procedure.apology.atMost, ['apology', 'atMost']),
    ...given(vigilance?.warnBefore, ['vigilance', 'warnBefore']),
    ...(vigilance?.ladder ?? []).flatMap(({ after }, i) => given(after, ['vigilance', 'ladder', i, 'after'], true)),
    ...stepsOf(blocks).flatMap(({ block, path }) => [
      ...given(block.limit, [...path, 'limit'], true),
      ...given(block.waitAtMost, [...path, 'waitAtMost']),
      ...given(block.consult?.replyWithin, [...path, 'consult', 'replyWithin']),
    ]),
  ];
};

/** Each rung of the ladder is climbed after the one before it. */
export const checkLadder = ({ vigilance }: Procedure): Finding[] => {
  const rungs = (vigilance?.ladder ?? []).map(({ after }) => nominalMinutes(after) ?? workingDaysWithin(after.amount).fewest * DAY);
  return rungs.flatMap((minutes, i) => (i > 0 && minutes <= (rungs[i - 1] ?? 0) ? [finding('PROCEDURE_LADDER_DISORDERED', ['vigilance', 'ladder', i, 'after'])] : []));
};

/** Money is whole dong; papers and repetitions are counted. */
export const checkNumbers = ({ fees, documents, supplement, appeal }: Procedure): Finding[] => {
  const whole = (value: number | undefined, path: Path, least: number, most: number): Finding[] =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most) ? [] : [finding('PROCEDURE_NUMBER_INVALID', path, { value, least, most })];
  return [
    ...fees.flatMap(({ amount, amountOnline }, i) => [
      ...whole(amount, ['fees', i, 'amount'], 0, MOST_DONG),
      ...whole(amountOnline, ['fees', i, 'amountOnline'], 0, MOST_DONG),
    ]),
    ...documents.flatMap(({ originals, copies }, i) => [
      ...whole(originals, ['documents', i, 'originals'], 0, 100),
      ...whole(copies, ['documents', i, 'copies'], 0, 100),
    ]),
    ...whole(appeal?.days, ['appeal', 'days'], 1, MOST_DAYS),
    ...whole(supplement.reception.times, ['supplement', 'reception', 'times'], 1, 10),
    ...whole(supplement.examination.times, ['supplement', 'examination', 'times'], 1, 10),
  ];
};
