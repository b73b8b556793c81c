import type { Instant } from '../../domain/calendar/calendar';
import { formatInstant } from '../../domain/calendar/local-time';

/** `20260213145900`, Asia/Ho_Chi_Minh, as the portal writes instants; empty where there is none. Below a second is cut. */
export function portalTime(instant: Instant | null): string {
  if (instant === null) return '';
  return formatInstant(instant - (instant % 1_000)).replace('+07:00', '').replace(/\D/g, '').padEnd(14, '0');
}
