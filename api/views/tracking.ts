import type { z } from 'zod';
import type { Rating, Tracking, TrackedStep } from '../../contracts/http/tracking';
import type { StoredRating } from '../../db/voices';
import type { Instant } from '../../domain/calendar/calendar';
import { lastDayOf } from '../../domain/calendar/due';
import { limitLabel } from '../../domain/calendar/limit';
import { amountOf, feesOwed } from '../../domain/dossier/acceptance';
import { stepOf } from '../../domain/dossier/acts/advance';
import { presentDue } from '../../domain/dossier/engine';
import { NATIONAL_STATUS, nationalStatus } from '../../domain/dossier/national-status';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { taskRow } from '../../domain/dossier/recording-of';
import { isFinal, openSupplements, openTasks } from '../../domain/dossier/state';
import type { DossierState, Task, TaskStatus } from '../../domain/dossier/state';
import { expectedSteps } from '../../domain/procedure/expected-steps';
import type { Step } from '../../domain/procedure/procedure';
import type { Text } from '../../domain/text';
import { timestamp, timestampOrNull } from './time';

type NameOf = (agency: string) => Text;
type View = z.output<typeof Tracking>;

export interface Tracked {
  readonly state: DossierState;
  readonly events: readonly LoggedEvent[];
  readonly rating: StoredRating | undefined;
  readonly now: Instant;
  readonly nameOf: NameOf;
}

/** A dossier as its applicant may see it. */
export function trackingView({ state, events, rating, now, nameOf }: Tracked): View {
  const named = (agency: string) => ({ agency, name: nameOf(agency) });
  const due = presentDue(state);
  const clockStopped = state.stopped !== null && state.endedAt === null;
  const overdue = due !== null && state.endedAt === null && !clockStopped && due <= now;
  const holders = isFinal(state) ? [] : [...new Set(openTasks(state).map(({ agency }) => agency))].sort();
  const national = nationalStatus(state);
  return {
    code: state.code,
    status: { national, name: NATIONAL_STATUS[national], words: inWords(state, holders.map(nameOf), nameOf(state.receivingUnit), overdue ? due : null) },
    procedure: { code: state.procedure.code, name: state.procedure.name },
    unit: named(state.receivingUnit),
    heldBy: holders.map(named),
    submittedAt: timestamp(state.submittedAt),
    acceptedAt: timestampOrNull(state.acceptedAt),
    appointmentAt: timestampOrNull(due),
    originalAppointmentAt: timestampOrNull(state.appointments[state.phase]?.original ?? null),
    overdue,
    clockStopped,
    supplementWanted: supplementsWanted(state, events),
    paymentWanted: paymentsWanted(state),
    apologies: events.flatMap(({ at, payload }) => (payload.type === 'ApologyIssued' ? [{ at: timestamp(at), newDate: timestampOrNull(payload.appointment?.due ?? null) }] : [])),
    result: resultOf(state, named(state.receivingUnit)),
    steps: [...Object.values(state.tasks).sort((a, b) => a.openedAt - b.openedAt).map((task) => reached(state, task, named)), ...stillToCome(state).map(notBegun)],
    rating: { open: mayRate(state) && (rating === undefined || now < rating.changeableUntil), given: rating === undefined ? null : ratingView(rating) },
  };
}

/** Once there is something to rate: the result lies ready or was handed out. */
export const mayRate = ({ stage }: { readonly stage: string }): boolean => stage === 'resolved' || stage === 'returned';

export const ratingView = ({ attitude, time, ease, comment, ratedAt, changeableUntil }: StoredRating): z.output<typeof Rating> => ({
  attitude, time, ease, comment, ratedAt: timestamp(ratedAt), changeableUntil: timestamp(changeableUntil),
});

const supplementsWanted = (state: DossierState, events: readonly LoggedEvent[]): View['supplementWanted'] =>
  isFinal(state)
    ? []
    : openSupplements(state).map(({ n, respondBy, providedAt }) => ({
        n,
        items: events.flatMap(({ payload }) => (payload.type === 'SupplementRequested' && payload.supplement.n === n ? [...payload.items] : [])),
        until: timestamp(respondBy),
        sentAt: timestampOrNull(providedAt),
      }));

function paymentsWanted(state: DossierState): View['paymentWanted'] {
  if (isFinal(state)) return [];
  const { obligation } = state.money;
  const noticed = obligation === 'noticed' ? openTasks(state).filter(({ kind }) => kind === 'financial-obligation') : [];
  return [
    ...feesOwed(state.procedure, state).map((fee) => ({ kind: 'fee' as const, name: fee.name, amount: amountOf(fee, state.channel) })),
    ...noticed.map((task) => ({ kind: 'financial-obligation' as const, name: stepOf(state, task.step).name, amount: null })),
  ];
}

const resultOf = (state: DossierState, fetchAt: View['unit']): View['result'] =>
  state.decision === null || state.endedAt === null || !mayRate(state)
    ? null
    : {
        readyAt: timestamp(state.endedAt),
        refused: state.decision.refused,
        name: state.procedure.result,
        fetchAt,
        returnedAt: timestampOrNull(state.returnedAt),
        way: state.delivery.way,
      };

const STATUSES = { sent: 'waiting', open: 'in-work', taken: 'in-work', suspended: 'stopped', done: 'done', silent: 'done', cancelled: 'cancelled' } as const satisfies Record<
  TaskStatus,
  z.output<typeof TrackedStep>['status']
>;

function reached(state: DossierState, task: Task, named: (agency: string) => View['unit']): View['steps'][number] {
  const row = taskRow(state, task);
  return {
    name: { vi: row.nameVi, en: row.nameEn },
    at: named(row.agency),
    status: STATUSES[row.status as TaskStatus],
    beganAt: timestamp(row.openedAt),
    plannedEnd: timestampOrNull(row.dueAt),
    endedAt: timestampOrNull(row.closedAt),
    limit: limitOf(stepOf(state, task.step)),
  };
}

/** Steps that the dossier will come to, as far as anybody can know now. */
function stillToCome(state: DossierState): readonly Step[] {
  if (isFinal(state)) return [];
  const begun = new Set(Object.values(state.tasks).map(({ step }) => step));
  return expectedSteps(state.procedure, state.facts, state.outcomes).filter(({ step }) => !begun.has(step));
}

const notBegun = (step: Step): View['steps'][number] => ({ name: step.name, at: null, status: 'not-begun', beganAt: null, plannedEnd: null, endedAt: null, limit: limitOf(step) });

const limitOf = ({ limit }: Step): Text | null => (limit === undefined ? null : { vi: limitLabel(limit, 'vi'), en: limitLabel(limit, 'en') });

/** One sentence that says where the dossier stands and what is wanted of the applicant. */
function inWords(state: DossierState, holders: readonly Text[], unit: Text, late: Instant | null): Text {
  const at = holders.length === 0 ? unit : { vi: holders.map(({ vi }) => vi).join(', '), en: holders.map(({ en }) => en).join(', ') };
  const said = sentence(state, at, unit);
  if (late === null) return said;
  const day = lastDayOf(late);
  return { vi: `${said.vi}. Đã quá ngày hẹn trả ${day.split('-').reverse().join('/')}`, en: `${said.en}. The date promised, ${day}, has passed` };
}

function sentence(state: DossierState, at: Text, unit: Text): Text {
  const text = (vi: string, en: string): Text => ({ vi, en });
  switch (nationalStatus(state)) {
    case 1:
      return text(`Hồ sơ đã nộp, đang chờ ${unit.vi} tiếp nhận`, `Handed in; ${unit.en} has still to accept it`);
    case 2:
      return text(`${unit.vi} đã tiếp nhận và chuẩn bị chuyển xử lý`, `Accepted by ${unit.en}, about to be passed on`);
    case 3:
      return state.stage === 'lapsed'
        ? text('Hồ sơ không được tiếp nhận vì quá hạn bổ sung', 'Not accepted: what was missing did not come in time')
        : text(`${unit.vi} không tiếp nhận hồ sơ; lý do có trong phiếu từ chối`, `Not accepted by ${unit.en}; the reasons are in its notice`);
    case 4:
      return text(`Đang xử lý tại ${at.vi}`, `Being processed at ${at.en}`);
    case 5:
      return openSupplements(state).some(({ providedAt }) => providedAt === null)
        ? text('Cần bổ sung giấy tờ; thời hạn tạm dừng cho đến khi nhận đủ', 'Something has to be added; the time stands still until it is there')
        : text('Đã nhận giấy tờ bổ sung, đang kiểm tra', 'What was added is being checked');
    case 6:
      return text('Cần thực hiện nghĩa vụ tài chính theo thông báo', 'A payment is due by the notice you were sent');
    case 7:
      return text('Đã rút hồ sơ theo yêu cầu', 'Withdrawn at your request');
    case 8:
      return state.stage === 'lapsed'
        ? text('Đã dừng xử lý vì quá hạn bổ sung', 'Ended: what was missing did not come in time')
        : text('Đã dừng xử lý theo yêu cầu', 'Stopped at your request');
    case 9:
      return text(`Đã có kết quả, mời nhận tại ${unit.vi}`, `The result is ready; fetch it at ${unit.en}`);
    case 10:
      return text('Đã trả kết quả', 'The result was handed over');
  }
}
