import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { agencyRole, officerRole, outcomeName } from '../parts/role-names';
import { conditionText } from './condition-text';
import { routeOf, stepsOf } from './route';
import type { Condition, Join, Parallel, Step } from './route';

export interface RouteWords {
  readonly who: (step: Step) => string;
  readonly limit: (step: Step) => string;
  /** What else is to be known of a step, a sentence each. */
  readonly details: (step: Step) => string[];
  readonly join: (block: Parallel) => string;
  readonly when: (condition: Condition) => string;
  readonly stepName: (id: string) => string;
}

/** The route's parts in words; the drawing and the outline say the same. */
export function useRouteWords(procedure: Schemas['Procedure']): RouteWords {
  const { say, of, language } = useLanguage();
  const enough = (need: Join, of_: string): string =>
    need === 'all' ? say(`đủ tất cả ${of_}`, `all ${of_}`) : need === 'any' ? say(`một trong các ${of_}`, `any of the ${of_}`) : say(`ít nhất ${need.quorum} ${of_}`, `at least ${need.quorum} ${of_}`);
  return {
    who: ({ agency, officer }) => `${of(agencyRole(agency))} · ${of(officerRole(officer)).toLowerCase()}`,
    limit: ({ limit }) => (limit ? of(limit.label) : ''),
    details: ({ outcomes = [], consult, waitAtMost, limit, kind }) => [
      ...(consult
        ? [
            `${say('Lấy ý kiến', 'Asks')}: ${consult.agencies.map((each) => of(agencyRole(each))).join(', ')}.`,
            `${say('Trả lời trong', 'Reply within')} ${of(consult.replyWithin.label)} ${consult.countsFrom === 'sent' ? say('kể từ khi gửi', 'from sending') : say('kể từ khi xác nhận đã nhận', 'from acknowledged delivery')}; ${consult.silence === 'consent' ? say('không trả lời coi như đồng ý', 'silence is consent') : say('không trả lời thì báo cáo cấp trên', 'silence is escalated')}; ${say('cần', 'needs')} ${enough(consult.need ?? 'all', say('ý kiến', 'replies'))}.`,
          ]
        : []),
      ...(waitAtMost ? [`${say('Chờ tối đa', 'Waits at most')} ${of(waitAtMost.label)}, ${say('không tính vào thời hạn', 'not counted')}.`] : []),
      ...(kind === 'financial-obligation' ? [say('Thời gian người nộp thực hiện không tính vào thời hạn.', "The applicant's time does not count.")] : []),
      ...(!limit && !consult && kind !== 'return' && kind !== 'financial-obligation' && kind !== 'await-outside' ? [say('Không quy định hạn riêng.', 'No limit of its own.')] : []),
      ...(outcomes.length > 1 ? [`${say('Kết luận', 'Decides')}: ${outcomes.map((each) => of(outcomeName(each)).toLowerCase()).join(' / ')}.`] : []),
    ],
    join: ({ join, refusal }) =>
      `${say('chờ', 'waits for')} ${enough(join, say('nhánh', 'branches'))}${refusal === 'continues' ? say('; một nhánh từ chối, các nhánh khác vẫn tiếp tục', '; where one refuses the others go on') : say('; một nhánh từ chối thì dừng các nhánh khác', '; one that refuses ends the others')}`,
    when: (condition) => conditionText(condition, procedure, language),
    stepName: (id) => {
      const found = stepsOf(routeOf(procedure)).find((each) => each.step === id);
      return found ? of(found.name) : id;
    },
  };
}
