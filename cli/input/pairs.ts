import { shown } from '../../domain/calendar/shown';
import { refusal } from '../../domain/errors';
import { Refused } from '../exit';

/** `name=value` options as a record, in NFC. PAIR_INVALID for one without a name or a sign of equality, PAIR_TWICE for a name with two values. */
export function pairs(given: readonly string[] | undefined, field: string, expected = '"name=value"'): Record<string, string> {
  const read: Record<string, string> = {};
  for (const text of given ?? []) {
    const cut = text.indexOf('=');
    if (cut < 1) throw new Refused(refusal('PAIR_INVALID', { value: shown(text), expected }, field));
    const name = text.slice(0, cut).normalize('NFC').trim();
    const value = text.slice(cut + 1).normalize('NFC');
    if (Object.hasOwn(read, name) && read[name] !== value) throw new Refused(refusal('PAIR_TWICE', { name: shown(name) }, field));
    read[name] = value;
  }
  return read;
}

/** Facts of a form: `true` and `false` are answers, numbers are numbers; a value in double quotes stays text. */
export const factValue = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text)) return Number(text);
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text;
};

export const facts = (given: readonly string[] | undefined, asText: ReadonlySet<string> = new Set()): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(pairs(given, 'fact')).map(([name, value]) => [name, asText.has(name) ? value.replace(/^"(.*)"$/s, '$1') : factValue(value)]));
