import { z } from 'zod';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written YYYY-MM-DD');
/** One line of readable text in NFC. */
const line = (longest: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z.string().min(1, 'must not be empty').max(longest).regex(/^\P{C}*$/u, 'must be one line without control characters'),
    );
const reason = line(200);

/** Dates with their reasons. */
const days = z.record(date, reason);

const year = z.strictObject({
  status: z.enum(['official', 'projected']),
  source: z.array(reason).min(1, 'name at least one source'),
  confidence: z.enum(['H', 'M', 'L']),
  /** Paths within the year that nobody has confirmed; shown as assumed. */
  assumed: z.array(reason).optional(),
  note: line(1000).optional(),
  daysOff: days,
  makeUpDays: days,
});

const session = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a session is written 07:30-11:30');

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** The calendar file as an official writes it (catalogue/calendar.yaml); `parseCalendarFile` makes a `Calendar` of it. */
export const CalendarFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is lower-case words with hyphens').max(60),
  version: z.int().min(1, 'versions count from 1'),
  /** `07:30-11:30`, local time, in order. */
  sessions: z.array(session).min(1).max(12),
  weekend: z.array(z.enum(WEEKDAYS)),
  /** One entry for every year the calendar knows, without a gap. */
  years: z
    .record(z.string().regex(/^\d{4}$/, 'a year is written with four digits'), year)
    .refine((years) => Object.keys(years).length > 0, 'name at least one year'),
});
export type CalendarFile = z.infer<typeof CalendarFile>;
