import { USUAL_ALERTS, nightsWithin, parseAlerts } from '../../domain/access-alerts';
import { formatInstant } from '../../domain/calendar/local-time';
import { at, laiChau } from './calendar/given';

const shown = (from: string, to: string, calendar = laiChau) =>
  nightsWithin(calendar, { from: at(from), to: at(to) }).map((night) =>
    [night.from, night.to].map((instant) => formatInstant(instant).slice(5, 16)).join('–'),
  );

describe('outside office hours', () => {
  test('is the evening, the night and the early morning of a working day', () => {
    expect(shown('2026-03-02T00:00', '2026-03-03T00:00')).toEqual([
      '03-02T00:00–03-02T06:30',
      '03-02T19:00–03-03T00:00',
    ]);
    expect(shown('2026-03-02T09:00', '2026-03-02T10:00')).toEqual([]);
    expect(shown('2026-03-02T18:30', '2026-03-02T19:30')).toEqual(['03-02T19:00–03-02T19:30']);
    expect(shown('2026-03-02T23:30', '2026-03-03T00:30')).toEqual(['03-02T23:30–03-03T00:30']);
  });

  test('is the whole of a day off', () => {
    expect(shown('2026-03-01T09:00', '2026-03-01T10:00')).toEqual(['03-01T09:00–03-01T10:00']);
  });

  test('is known roughly where the calendar does not know the day, or there is none', () => {
    expect(shown('2099-03-01T09:00', '2099-03-01T10:00')).toEqual([]);
    expect(nightsWithin(undefined, { from: at('2026-03-01T03:00'), to: at('2026-03-01T04:00') })).toHaveLength(1);
  });
});

test('settings name a number or "off" for each, and nothing else', () => {
  expect(parseAlerts(undefined)).toEqual({ ok: true, value: USUAL_ALERTS });
  expect(parseAlerts('night=off, mass = 5')).toEqual({ ok: true, value: { ...USUAL_ALERTS, night: null, mass: 5 } });
  for (const text of ['mass=0', 'mass', 'mass=-1', 'mass=1e3', 'day=5', 'mass=5 dossiers', 'mass=1234567']) {
    expect([text, parseAlerts(text)]).toEqual([text, expect.objectContaining({ ok: false })]);
  }
});
