import type { Calendar, Instant } from './calendar/calendar';
import { DAY_MS, atMinute, localDateOf } from './calendar/local-time';
import { isWorkingDay, sessionsOn } from './calendar/working-time';
import { refusal } from './errors';
import { ok, refuse } from './result';
import type { Result } from './result';

/** From how much on somebody is told, within an hour; null never. */
export interface AlertSettings {
  /** Dossiers and searches of one person. */
  readonly mass: number | null;
  /** The same, outside office hours. */
  readonly night: number | null;
  /** Failed sign-ins under one name, or under names that nobody has. */
  readonly signIn: number | null;
}

export const USUAL_ALERTS: AlertSettings = { mass: 100, night: 10, signIn: 20 };

const SETTING = 'LIENTHONG_ACCESS_ALERTS';
const NAMES = { mass: 'mass', night: 'night', 'sign-in': 'signIn' } as const;

/** Reads `mass=100, night=10, sign-in=off`; what is not named is as usual. */
export function parseAlerts(text: string | undefined): Result<AlertSettings> {
  const settings: { -readonly [K in keyof AlertSettings]: AlertSettings[K] } = { ...USUAL_ALERTS };
  for (const part of (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const [, name, amount] = /^(mass|night|sign-in) *= *(off|[1-9]\d{0,5})$/.exec(part) ?? [];
    if (name === undefined) return refuse(refusal('ALERTS_INVALID', { value: part }, SETTING));
    settings[NAMES[name as keyof typeof NAMES]] = amount === 'off' ? null : Number(amount);
  }
  return ok(settings);
}

/** Somebody comes an hour early, or stays two. */
const BEFORE_MS = 3_600_000;
const AFTER_MS = 2 * 3_600_000;
/** Where the calendar does not know the day. */
const USUAL_MINUTES = { from: 6 * 60, to: 19 * 60 };

export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/** What of a stretch of real time lies outside office hours, an hour before opening and two after closing left out. */
export function nightsWithin(calendar: Calendar | undefined, { from, to }: Stretch): readonly Stretch[] {
  const nights: Stretch[] = [];
  let begins = from;
  // Days by their local dates: no office is open over midnight.
  for (let day = atMinute(localDateOf(from), 0); day < to; day += DAY_MS) {
    const open = openOn(calendar, day);
    if (open === undefined) continue;
    if (open.from > begins) nights.push({ from: begins, to: Math.min(open.from, to) });
    begins = Math.max(begins, open.to);
  }
  if (begins < to) nights.push({ from: begins, to });
  return nights.filter((night) => night.to > night.from);
}

function openOn(calendar: Calendar | undefined, day: Instant): Stretch | undefined {
  const date = localDateOf(day);
  if (calendar === undefined || date < calendar.from || date > calendar.to) {
    return { from: day + USUAL_MINUTES.from * 60_000, to: day + USUAL_MINUTES.to * 60_000 };
  }
  if (!isWorkingDay(calendar, date)) return undefined;
  const sessions = sessionsOn(calendar, date);
  return { from: sessions[0]!.from - BEFORE_MS, to: sessions.at(-1)!.to + AFTER_MS };
}
