import type { z } from 'zod';
import type { DossierClock } from '../../contracts/http/clock';
import type { Instant } from '../../domain/calendar/calendar';
import type { Interval } from '../../domain/calendar/interval';
import { INTERVAL_RULES } from '../../domain/calendar/interval';
import { stepOf } from '../../domain/dossier/acts/advance';
import { attributeLateness } from '../../domain/dossier/attribution';
import { DOSSIER_INTERVAL_RULES, explainDossier } from '../../domain/dossier/explain';
import type { DossierState, StopRule } from '../../domain/dossier/state';
import type { Text } from '../../domain/text';
import { limitView } from './procedure';
import { timestamp, timestampOrNull } from './time';

const STOPS: Readonly<Record<StopRule, Text>> = {
  supplement: { vi: 'Tạm dừng: chờ bổ sung hồ sơ', en: 'clock stopped: a supplement is awaited' },
  'financial-obligation': { vi: 'Tạm dừng: chờ thực hiện nghĩa vụ tài chính', en: 'clock stopped: a financial obligation is to be settled' },
  'outside-confirmation': { vi: 'Tạm dừng: chờ xác nhận bên ngoài', en: 'clock stopped: somebody outside must confirm' },
};
const PAUSED = 'paused:';
const WORDS: Readonly<Record<string, Text>> = { ...INTERVAL_RULES, ...DOSSIER_INTERVAL_RULES };

/** Which time of a dossier counted and why, with the supplements that stopped it. */
export const dossierClockView = (state: DossierState, now: Instant): z.output<typeof DossierClock> => ({
  phases: explainDossier(state).map(({ phase, limit, original, due, movedTo, stopped, intervals }) => ({
    phase: phase + 1,
    limit: limitView(limit),
    originalDueAt: timestamp(original),
    dueAt: timestamp(due),
    movedTo: timestampOrNull(movedTo),
    stopped: stopped && { since: timestamp(stopped.since), rule: stopped.rule, text: STOPS[stopped.rule] },
    intervals: intervals.map(intervalView),
  })),
  lateDays: attributeLateness(state, now).map(({ date, to }) => ({
    date,
    to: to.kind,
    agency: to.kind === 'agency' ? to.agency : null,
    step: to.kind === 'applicant' || to.step === '' ? null : { step: to.step, name: stepOf(state, to.step).name },
  })),
  supplements: state.supplements.map(({ n, stage, taskId, status, requestedAt, respondBy, providedAt, confirmBy }) => ({
    n, stage, taskId, status,
    requestedAt: timestamp(requestedAt),
    respondBy: timestamp(respondBy),
    providedAt: timestampOrNull(providedAt),
    confirmBy: timestampOrNull(confirmBy),
  })),
});

const intervalView = ({ from, to, counted, rule, note, countedDays, countedMinutes }: Interval) => ({
  from: timestamp(from), to: timestamp(to), counted, rule, text: wordsOf(rule), note, days: countedDays ?? null, minutes: countedMinutes ?? null,
});

const wordsOf = (rule: string): Text => (rule.startsWith(PAUSED) ? STOPS[rule.slice(PAUSED.length) as StopRule] : WORDS[rule]) ?? { vi: rule, en: rule };
