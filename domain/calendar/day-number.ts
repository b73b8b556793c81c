import type { LocalDate } from './calendar';

/**
 * Days since 1970-01-01 in the proleptic Gregorian calendar. Working time is computed on these integers; dates as text
 * are only read and written at the rim.
 */
export type DayNumber = number;

/** The day number of a date that `parseLocalDate` accepts; NaN for anything else that is no date. */
export function dayNumberOf(date: LocalDate): DayNumber {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8, 10));
  // Years begin in March here, so that the leap day is the last of a year (Hinnant, days_from_civil).
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day number, `YYYY-MM-DD`. The inverse of `dayNumberOf`. */
export function dateOfDayNumber(number: DayNumber): LocalDate {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** Day of the week of a day number, 0 = Sunday (1970-01-01 was a Thursday). */
export const weekdayOfDayNumber = (number: DayNumber): number => (((number + 4) % 7) + 7) % 7;

export const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
