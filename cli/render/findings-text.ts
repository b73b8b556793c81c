import type { Context } from '../context';
import type { Finding } from '../doctor/finding';
import { paintFor } from './paint';
import { padTo, wrap } from './table';

const SIGNS = { ok: '✓', warn: '!', fail: '✗' } as const;

/** The doctor's findings, one a line, the way out below what is not well. */
export function findingsText(findings: readonly Finding[], { say, colour, columns }: Pick<Context, 'say' | 'colour' | 'columns'>): string {
  const paint = paintFor(colour);
  const colours = { ok: paint.green, warn: paint.yellow, fail: paint.red };
  const label = Math.max(...findings.map(({ check }) => check.length));
  const indent = ' '.repeat(label + 4);
  const lines = findings.flatMap(({ check, severity, sentence, wayOut }) => [
    `${colours[severity](SIGNS[severity])} ${padTo(check, label)}  ${wrap(say(sentence), columns - label - 4, indent)}`,
    ...(wayOut ? [`${indent}→ ${wrap(say(wayOut), columns - label - 6, `${indent}  `)}`] : []),
  ]);
  const count = (wanted: Finding['severity']): number => findings.filter(({ severity }) => severity === wanted).length;
  return [...lines, '', say({ en: `${count('ok')} well, ${count('warn')} to look at, ${count('fail')} to mend`, vi: `${count('ok')} tốt, ${count('warn')} cần xem, ${count('fail')} cần sửa` })].join('\n');
}
