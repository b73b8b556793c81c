import { RETENTION_KINDS, parseRetention } from '../../domain/retention';

const codeOf = (text: string): string | undefined => {
  const read = parseRetention(text);
  return read.ok ? undefined : read.refusal.code;
};

test('what is not named is kept as long as usual', () => {
  const read = parseRetention(' notices=for ever ,sessions=2 months');
  expect(read).toMatchObject({ ok: true, value: { notices: null, sessions: 62, 'access-log': 1830 } });
  for (const { leastDays, usualDays } of Object.values(RETENTION_KINDS))
    expect(usualDays).toBeGreaterThanOrEqual(leastDays);
});

test('nought, a typo and less than the least are refused by name', () => {
  for (const text of [
    'notices=0 days',
    'notices=0',
    'notices',
    'notices=',
    'notices=-3 years',
    'notices=2 weeks',
    'notices=1e3 days',
  ]) {
    expect([text, codeOf(text)]).toEqual([text, 'RETENTION_INVALID']);
  }
  expect(codeOf('events=5 years')).toBe('RETENTION_UNKNOWN');
  expect(codeOf('__proto__=5 years')).toBe('RETENTION_UNKNOWN');
  expect(codeOf('access-log=23 months')).toBe('RETENTION_TOO_SHORT');
  expect(codeOf('access-log=24 months')).toBeUndefined();
});
