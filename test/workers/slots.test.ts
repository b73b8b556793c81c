import { readCatalogue } from '../../workers/load-catalogue';
import { formatInstant, parseInstant } from '../../domain/calendar/local-time';
import { slotAfter } from '../../workers/demo/slots';

const { calendar } = readCatalogue();
const at = (text: string): number => {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};

test.each([
  ['2022-03-14T08:20+07:00', 1, '2022-03-14T10:00+07:00'],
  ['2022-03-14T11:59+07:00', 1, '2022-03-14T14:00+07:00'],
  ['2022-03-14T16:30+07:00', 1, '2022-03-15T08:00+07:00'],
  ['2022-03-14T16:00+07:00', 5, '2022-03-16T08:00+07:00'],
  ['2022-03-18T16:10+07:00', 1, '2022-03-21T08:00+07:00'],
  ['2022-04-08T17:00+07:00', 1, '2022-04-12T08:00+07:00'],
  ['2022-03-13T12:00+07:00', 1, '2022-03-14T08:00+07:00'],
  ['2022-03-14T07:10+07:00', 1, '2022-03-14T08:00+07:00'],
])('%s and %d moments of a demonstration day later it is %s', (from, n, then) => {
  expect(formatInstant(slotAfter(calendar, at(from), n))).toBe(then);
});

test('what happens some minutes after a moment belongs to it, however slow the machine', () => {
  const on = slotAfter(calendar, at('2022-03-14T10:00+07:00'), 3);
  for (const minutes of [1, 30, 100]) expect(slotAfter(calendar, at('2022-03-14T10:00+07:00') + minutes * 60_000, 3)).toBe(on);
});
