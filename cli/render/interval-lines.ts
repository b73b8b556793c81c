import { INTERVAL_RULES } from '../../domain/calendar/interval';
import type { Interval } from '../../domain/calendar/interval';
import type { Text } from '../../domain/text';
import type { Language } from '../context';
import type { Paint } from './paint';
import { table } from './table';
import { stamp, when } from './when';

type Rules = Readonly<Record<string, Text>>;

const PAUSES: Rules = {
  supplement: { en: 'clock stopped: supplement', vi: 'tạm dừng: chờ bổ sung' },
  'financial-obligation': { en: 'clock stopped: financial obligation', vi: 'tạm dừng: nghĩa vụ tài chính' },
  'outside-confirmation': { en: 'clock stopped: outside confirmation', vi: 'tạm dừng: chờ xác nhận bên ngoài' },
};

/** A rule in words; `more` are those of a dossier, beside the calendar's own. */
export const ruleText = (rule: string, language: Language, more: Rules = {}): string => {
  if (Object.hasOwn(more, rule)) return more[rule]![language];
  if (Object.hasOwn(INTERVAL_RULES, rule)) return INTERVAL_RULES[rule as keyof typeof INTERVAL_RULES][language];
  const pause = /^paused:(.*)$/.exec(rule)?.[1];
  return pause === undefined ? rule : (PAUSES[pause]?.[language] ?? rule);
};

/** The stretches of a limit, one a line: from, to, whether and how much it counted, and why. */
export function intervalLines(intervals: readonly Interval[], language: Language, paint: Paint, more?: Rules): string {
  const rows = intervals.map(({ from, to, counted, rule, note, countedDays, countedMinutes }) => {
    const used = countedDays !== undefined ? `${round(countedDays)} ${language === 'vi' ? 'ngày' : 'd'}` : `${round(countedMinutes ?? 0)} ${language === 'vi' ? 'phút' : 'min'}`;
    return [when(from, language), '→', when(to, language), counted ? paint.green(`+ ${used}`) : paint.dim('–'), `${ruleText(rule, language, more)}${note === null ? '' : ` (${note})`}`];
  });
  return table(rows, { indent: 2 });
}

/** The same for scripts: instants as RFC 3339. */
export const intervalJson = ({ from, to, ...rest }: Interval): object => ({ from: stamp(from), to: stamp(to), ...rest });

const round = (value: number): number => Math.round(value * 100) / 100;
