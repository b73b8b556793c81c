const ZONE = 'Asia/Ho_Chi_Minh';
const partsOf = (at: string | number | Date, options: Intl.DateTimeFormatOptions): Record<string, string> =>
  Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hourCycle: 'h23', ...options }).formatToParts(new Date(at)).map(({ type, value }) => [type, value]));

/** `13/02/2026`, in official local time, in both languages. */
export function date(at: string | null | undefined): string {
  if (!at) return '–';
  const { day, month, year } = partsOf(at.length === 10 ? `${at}T00:00:00+07:00` : at, { day: '2-digit', month: '2-digit', year: 'numeric' });
  return `${day}/${month}/${year}`;
}

/** `13/02/2026 14:59`. */
export function dateTime(at: string | null | undefined): string {
  if (!at) return '–';
  const { hour, minute } = partsOf(at, { hour: '2-digit', minute: '2-digit' });
  return `${date(at)} ${hour}:${minute}`;
}

/** The local date of an instant as the API takes it, `2026-02-13`. */
export function isoDate(at: string | number | Date): string {
  const { day, month, year } = partsOf(at, { day: '2-digit', month: '2-digit', year: 'numeric' });
  return `${year}-${month}-${day}`;
}

/** Nominal working time that is left or over: `3 ngày 2 giờ`, `3 d 2 h`. 480 minutes are a day. */
export function workingTime(minutes: number, language: 'vi' | 'en'): string {
  const whole = Math.abs(Math.round(minutes));
  const [days, hours, rest] = [Math.floor(whole / 480), Math.floor((whole % 480) / 60), whole % 60];
  const units = language === 'vi' ? ['ngày', 'giờ', 'phút'] : ['d', 'h', 'min'];
  const parts = [days > 0 ? `${days} ${units[0]}` : '', hours > 0 ? `${hours} ${units[1]}` : '', days === 0 && rest > 0 ? `${rest} ${units[2]}` : ''].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' ') : `0 ${units[2]}`;
}
