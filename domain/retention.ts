import { refusal } from './errors';
import { ok, refuse } from './result';
import type { Result } from './result';
import type { Text } from './text';

interface Kind {
  /** Days below which nothing goes, whatever is configured; the database refuses it, too. */
  readonly leastDays: number;
  /** Days it is kept where nothing is configured. */
  readonly usualDays: number;
  /** What it is, and from when its time counts. */
  readonly what: Text;
}

const YEAR = 366;

/** What is kept for a time only. No sweep removes `dossier-data`: it is what an erasure on request waits for. */
export const RETENTION_KINDS = {
  'access-log': {
    leastDays: 730,
    usualDays: 5 * YEAR,
    what: { vi: 'nhật ký truy cập', en: 'the access log' },
  },
  sessions: {
    leastDays: 1,
    usualDays: 30,
    what: { vi: 'phiên đăng nhập đã hết hạn', en: 'sessions that have expired' },
  },
  messages: {
    leastDays: 7,
    usualDays: 90,
    what: { vi: 'thông điệp mọi nơi nhận đã nhận', en: 'outgoing messages that every subscriber has taken' },
  },
  notices: {
    leastDays: 90,
    usualDays: 2 * YEAR,
    what: { vi: 'tin báo đã gửi hoặc không gửi được', en: 'notices that were sent, or could not be' },
  },
  commands: {
    leastDays: 7,
    usualDays: 90,
    what: { vi: 'thao tác nhận chậm đã xử lý xong', en: 'acts that were kept for later and are done' },
  },
  stamps: {
    leastDays: 7,
    usualDays: 90,
    what: { vi: 'dấu thời gian nhận thao tác', en: 'stamps of received acts' },
  },
  'former-data': {
    leastDays: 1,
    usualDays: YEAR,
    what: { vi: 'dữ liệu cá nhân trước khi đính chính', en: 'personal data as it was before a correction' },
  },
  'dossier-data': {
    leastDays: 1,
    usualDays: 5 * YEAR,
    what: { vi: 'dữ liệu cá nhân của hồ sơ đã kết thúc', en: "an ended dossier's personal data, against erasure" },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type RetentionKind = keyof typeof RETENTION_KINDS;
/** What a sweep removes. */
export type SweptKind = Exclude<RetentionKind, 'dossier-data'>;

export const SWEPT_KINDS = (Object.keys(RETENTION_KINDS) as RetentionKind[]).filter(
  (kind): kind is SweptKind => kind !== 'dossier-data',
);

/** Days each kind is kept; null for ever. */
export type Retention = Readonly<Record<RetentionKind, number | null>>;

/** A month and a year count as their longest, so that nothing goes a day too early. */
const DAYS = { day: 1, days: 1, month: 31, months: 31, year: YEAR, years: YEAR } as const;
const FOR_EVER = 'for ever';
const SETTING = 'LIENTHONG_RETENTION';

const usual = (): Record<RetentionKind, number | null> =>
  Object.fromEntries(Object.entries(RETENTION_KINDS).map(([kind, { usualDays }]) => [kind, usualDays])) as never;

/** Where nothing is configured. */
export const USUAL_RETENTION: Retention = usual();

/** Reads `access-log=60 months, notices=for ever`; what is not named is kept as long as usual. */
export function parseRetention(text: string | undefined): Result<Retention> {
  const retention = usual();
  for (const part of (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const [kind, period] = part.split('=', 2).map((each) => each.trim()) as [string, string | undefined];
    if (!isKind(kind)) return refuse(refusal('RETENTION_UNKNOWN', { value: kind, allowed: NAMES }, SETTING));
    const days = daysOf(period ?? '');
    if (days === undefined) return refuse(refusal('RETENTION_INVALID', { value: part }, SETTING));
    const { leastDays } = RETENTION_KINDS[kind];
    if (days !== null && days < leastDays) {
      return refuse(refusal('RETENTION_TOO_SHORT', { value: part, least: leastDays }, SETTING));
    }
    retention[kind] = days;
  }
  return ok(retention);
}

const NAMES = Object.keys(RETENTION_KINDS).join(', ');
const isKind = (kind: string): kind is RetentionKind => Object.hasOwn(RETENTION_KINDS, kind);

/** Null for ever; undefined where it is no period, nought included. */
function daysOf(period: string): number | null | undefined {
  if (period === FOR_EVER) return null;
  const [, amount, unit] = /^([1-9]\d{0,3}) (days?|months?|years?)$/.exec(period) ?? [];
  return amount === undefined ? undefined : Number(amount) * DAYS[unit as keyof typeof DAYS];
}
