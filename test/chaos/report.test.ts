import type { Outcome } from '../../chaos/report';
import { markdownReport, textReport } from '../../chaos/report';

const fault = (n: number, upAfterMs: number) =>
  ({ n, kind: 'kill-temporal', note: '', at: 0, upAfterMs, up: true, restarts: 1 }) as const;
const OUTCOME: Outcome = {
  seed: 9,
  minutes: 6,
  faults: [fault(1, 2_000), fault(2, 4_000), fault(3, 9_000)],
  left: ['fill-disk: only root can'],
  asked: 12,
  confirmed: 10,
  answers: new Map([
    ['200', 9],
    ['503 UNAVAILABLE', 30],
  ]),
  checked: { violations: [], dossiers: 3, events: 20, messages: 21, escalations: 1, deadlines: 2 },
  violations: [{ what: 'a confirmed act is not in the log', count: 2, examples: [{ key: 'a1' }] }],
};

describe('the report of a run', () => {
  it('names each violation with examples and closes with counts', () => {
    const lines = textReport(OUTCOME).split('\n');
    expect(lines).toContain('VIOLATION a confirmed act is not in the log: 2');
    expect(lines).toContain('    {"key":"a1"}');
    expect(lines.slice(-3)).toEqual([
      'faults by kind: kill-temporal 3',
      'answers by kind: 503 UNAVAILABLE 30, 200 9',
      '2 violations',
    ]);
  });

  it('says what could not be played here', () => {
    expect(textReport(OUTCOME)).toContain('left out: fill-disk: only root can');
  });

  it('prints the tables of docs/reliability.md', () => {
    const text = markdownReport(OUTCOME);
    expect(text).toContain('| kill-temporal | 3 | 4.0 | 9.0 | 3 |');
    expect(text).toContain('| 503 UNAVAILABLE | 30 |');
  });
});
