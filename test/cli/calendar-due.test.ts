import { documentOf, lienthong } from './command';

/** domain.md §4.5, rule R15. */
const VECTORS = [
  ['2026-02-13T14:59', 3, '2026-02-13', '2026-02-25'],
  ['2026-02-13T15:00', 3, '2026-02-23', '2026-02-26'],
  ['2026-08-21T10:00', 1, '2026-08-21', '2026-08-22'],
  ['2026-11-23T09:00', 1, '2026-11-23', '2026-11-25'],
  ['2026-11-24T09:00', 2, '2026-11-25', '2026-11-27'],
  ['2026-04-29T16:30', 0, '2026-05-04', '2026-05-04'],
  ['2024-04-26T11:00', 5, '2024-04-26', '2024-05-07'],
  ['2027-02-04T10:00', 8, '2027-02-04', '2027-02-23'],
] as const;

const due = (received: string, limit: string, ...more: string[]) => lienthong(['calendar', 'due', '--received', received, '--limit', limit, '--rule', 'cutoff-15:00', ...more]);

describe('lienthong calendar due', () => {
  it.each(VECTORS)('received %s with %i working days counts from %s and is due on %s', async (received, days, effective, end) => {
    const answer = await due(`${received}+07:00`, `${days} working days`, '--json');
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(answer.out.startsWith(`{"effective":"${effective}","due":"${end}",`)).toBe(true);
  });

  it('gives every instant as RFC 3339 and intervals that add up to the limit', async () => {
    const { explanation, status } = documentOf<{ status: string; explanation: { from: string; countedDays: number }[] }>(await due('2027-02-04T10:00+07:00', '8 working days', '--json'));
    expect(status).toBe('projected');
    expect(explanation.every(({ from }) => from.endsWith('+07:00'))).toBe(true);
    expect(explanation.reduce((sum, { countedDays }) => sum + countedDays, 0)).toBe(8);
  });

  it('explains itself in Vietnamese', async () => {
    const { out } = await due('2026-02-13T14:59+07:00', '3 working days', '--lang', 'vi', '--day-end', 'midnight');
    expect(out).toContain('2026-02-26T00:00+07:00');
    expect(out).toContain('Tết Nguyên đán Bính Ngọ');
    expect(out).toContain('Ngày nghỉ hằng tuần');
  });

  it.each([
    ['1974-12-31T10:00+07:00', '3 working days', 'INSTANT_OUT_OF_RANGE', 'received'],
    ['2101-01-01T10:00+07:00', '3 working days', 'INSTANT_OUT_OF_RANGE', 'received'],
    ['2026-02-13', '3 working days', 'INSTANT_INVALID', 'received'],
    ['2026-02-13T10:00+07:00', '3 days', 'LIMIT_INVALID', 'limit'],
  ])('refuses %s with %s by %s, naming the field', async (received, limit, code, field) => {
    const answer = await due(received, limit, '--json');
    expect(answer.code).toBe(3);
    expect(documentOf(answer)).toMatchObject({ refused: { code, field } });
    expect(answer.err).toContain(`"${field}"`);
  });

  it('calls an unknown rule, or a missing option, a wrong command line', async () => {
    expect(await lienthong(['calendar', 'due', '--received', '2026-02-13T14:59+07:00', '--limit', '1 working day', '--rule', 'noon'])).toMatchObject({ code: 2, out: '' });
    expect(await lienthong(['calendar', 'due'])).toMatchObject({ code: 2, out: '' });
  });

  it('names the option when the calendar does not reach so far', async () => {
    const answer = await due('2040-01-02T10:00+07:00', '1 working day', '--json');
    expect(answer.code).toBe(3);
    expect(documentOf(answer)).toMatchObject({ refused: { code: 'DATE_OUT_OF_RANGE', field: 'received' } });
  });
});
