/**
 * The catalogue of refusals: every code the core can answer with, what it means and the way out, in both languages.
 * `{name}` is replaced from the refusal's details. Edges map a code once: to an exit code, to an HTTP status.
 */
export interface ErrorEntry {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly en: string;
  readonly vi: string;
}

export const ERRORS = {
  DATE_OUT_OF_RANGE: {
    status: 400,
    en: '"{field}" is {value}, outside what the calendar knows ({from} to {to}); give an instant in that range, or publish a calendar that covers it',
    vi: '"{field}" là {value}, ngoài phạm vi lịch ({from} đến {to}); hãy nhập thời điểm trong phạm vi hoặc công bố lịch mới',
  },
  LIMIT_INVALID: {
    status: 400,
    en: '"{field}" is "{value}"; a limit is an amount and a unit, e.g. "3 working days", "15 calendar days", "8 working hours", "0.5 working days"',
    vi: '"{field}" là "{value}"; thời hạn gồm số lượng và đơn vị, ví dụ "3 working days", "15 calendar days", "8 working hours"',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** Why something was refused. `field` is a path into what was given; `details` fill the message. No personal data. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly details: Readonly<Record<string, string | number>>;
}

export const refusal = (code: ErrorCode, details: Refusal['details'] = {}, field?: string): Refusal =>
  field === undefined ? { code, details } : { code, field, details: { field, ...details } };

/** The sentence a person reads. */
export const messageOf = (r: Refusal, language: 'vi' | 'en' = 'en'): string =>
  ERRORS[r.code][language].replace(/\{(\w+)\}/g, (whole, name: string) => String(r.details[name] ?? whole));
