import type { ClockStartRule, DayEnd } from '../../domain/calendar/calendar';
import { describeDue } from '../../domain/calendar/describe-due';
import type { DueDescription } from '../../domain/calendar/describe-due';
import { parseLimit } from '../../domain/calendar/limit';
import { parseInstant } from '../../domain/calendar/local-time';
import { refuse } from '../../domain/result';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { intervalJson, intervalLines, ruleText } from '../render/interval-lines';
import { paintFor } from '../render/paint';
import { weekday } from '../render/when';
import { withCatalogue } from '../sources/catalogue';

export interface DueOptions {
  readonly received: string;
  readonly limit: string;
  readonly rule: ClockStartRule;
  readonly dayEnd: DayEnd;
}

/** `calendar due`: by the published calendar of the running installation, otherwise by the repository's. */
export async function calendarDue(context: Context, options: DueOptions): Promise<Shown> {
  const received = valueOf(parseInstant(options.received, 'received'));
  const limit = valueOf(parseLimit(options.limit, 'limit'));
  const calendar = await withCatalogue(context, (catalogue) => catalogue.calendar());
  const result = describeDue(calendar, received, options.rule, limit, options.dayEnd);
  // The core calls it after the dossier; here it is what the option gave.
  const described = valueOf(result.ok || result.refusal.field !== 'receivedAt' ? result : refuse({ ...result.refusal, field: 'received', details: { ...result.refusal.details, field: 'received' } }));
  const { effective, due, explanation, ...rest } = described;
  return {
    json: { effective, due, ...rest, explanation: explanation.map(intervalJson) },
    text: () => dueText(described, context),
  };
}

function dueText(d: DueDescription, { say, language, colour }: Context): string {
  const paint = paintFor(colour);
  const projected = { en: ' (projected calendar: the date may still move)', vi: ' (lịch dự kiến: ngày có thể thay đổi)' };
  return [
    `${say({ en: 'due', vi: 'hạn' })}        ${paint.bold(`${weekday(d.due, language)} ${d.due}`)}  ${d.dueAt}${d.status === 'projected' ? paint.yellow(say(projected)) : ''}`,
    `${say({ en: 'counts from', vi: 'tính từ' })} ${weekday(d.effective, language)} ${d.effective}  ${d.effectiveAt}${d.why === 'as-received' ? '' : ` — ${ruleText(d.why, language)}`}`,
    `${say({ en: 'limit', vi: 'thời hạn' })} ${d.limit}, ${d.rule}, ${d.dayEnd}; ${say({ en: 'calendar', vi: 'lịch' })} ${d.calendar} v${d.calendarVersion}`,
    '',
    intervalLines(d.explanation, language, paint),
  ].join('\n');
}
