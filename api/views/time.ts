import type { Instant } from '../../domain/calendar/calendar';

const OFFSET_MS = 7 * 3_600_000;

/** RFC 3339 in official local time, `2026-02-13T14:59:00.000+07:00`. */
export const timestamp = (at: Instant): string => `${new Date(at + OFFSET_MS).toISOString().slice(0, -1)}+07:00`;
export const timestampOrNull = (at: Instant | null): string | null => (at === null ? null : timestamp(at));
