import { DOSSIER_INTERVAL_RULES, explainDossier } from '../../domain/dossier/explain';
import type { Explanation } from '../../domain/dossier/explain';
import { formatLimit, limitLabel } from '../../domain/calendar/limit';
import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Failed, Refused } from '../exit';
import { intervalJson, intervalLines } from '../render/interval-lines';
import { paintFor } from '../render/paint';
import { stamp, when } from '../render/when';
import { atTheDesk } from '../sources/at-the-desk';
import { getDossier } from '../sources/dossier';
import { liveState } from '../sources/live-state';

/** `dossier explain`: which time counted, phase by phase. */
export async function dossierExplain(context: Context, _: object, reference = ''): Promise<Shown> {
  const { language, say } = context;
  return atTheDesk(context, async (desk) => {
    const { dossierId, code, acceptedAt } = await getDossier(desk.db, reference);
    if (acceptedAt === null) throw new Refused(refusal('NOT_ACCEPTED_YET', {}, 'dossier'));
    const state = await liveState(desk, dossierId).catch((error: unknown) => unanswered(error));
    if (!state) return unanswered(new Error('no state yet'));
    const phases = explainDossier(state);
    return {
      json: { dossierId, code, phases: phases.map(explanationJson) },
      text: () =>
        phases
          .map(
            ({ phase, intervals, due, limit }) =>
              `${say({ en: 'appointment', vi: 'lịch hẹn' })} ${phase + 1}: ${limitLabel(limit, language)}, ${say({ en: 'due', vi: 'hạn' })} ${when(due, language)}\n${intervalLines(intervals, language, paintFor(context.colour), DOSSIER_INTERVAL_RULES)}`,
          )
          .join('\n\n'),
    };
  });
}

const explanationJson = ({ intervals, due, original, movedTo, stopped, limit, ...rest }: Explanation): object => ({
  ...rest,
  limit: formatLimit(limit),
  due: stamp(due),
  original: stamp(original),
  movedTo: stamp(movedTo),
  stopped: stopped && { ...stopped, since: stamp(stopped.since) },
  intervals: intervals.map(intervalJson),
});

const unanswered = (error: unknown): never => {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Failed(
    {
      en: `the dossier's workflow does not answer (${reason}); is a worker running? "lienthong doctor" says`,
      vi: `quy trình của hồ sơ không trả lời (${reason}); hãy kiểm tra bằng "lienthong doctor"`,
    },
    { cause: error },
  );
};
