import type { Instant } from '../../domain/calendar/calendar';
import { parseInstant, parseLocalDate } from '../../domain/calendar/local-time';
import { valueOf } from '../exit';

/** A date (its first instant in Asia/Ho_Chi_Minh) or an instant in RFC 3339. */
export function instantOption(text: string, field: string): Instant {
  if (text.includes('T') || text.includes('t')) return valueOf(parseInstant(text, field));
  const date = valueOf(parseLocalDate(text, field));
  return valueOf(parseInstant(`${date}T00:00+07:00`, field));
}
