import type { Schemas } from '../app/api';
import type { Language } from '../app/language';
import { legalText } from '../parts/legal-text';
import { agencyRole, officerRole, outcomeName, serviceLevel, stepKind, tierName } from '../parts/role-names';
import { conditionText } from './condition-text';
import { isChoice, isParallel, isStep, routeOf, stepsOf } from './route';
import type { Block, Step } from './route';

type Procedure = Schemas['Procedure'];
export interface FieldChange {
  readonly field: string;
  /** Null where it is new, or is gone. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What an official would say has changed between two versions; the lines of the file say the rest. */
export function diffFields(before: Procedure, after: Procedure, language: Language): FieldChange[] {
  const [a, b] = [readable(before, language), readable(after, language)];
  const fields = [...a.keys()];
  // What is new stands where it stands in the new version.
  for (const [i, field] of [...b.keys()].entries()) if (!a.has(field)) fields.splice(fields.indexOf([...b.keys()][i - 1] ?? '') + 1, 0, field);
  return fields
    .map((field) => ({ field, before: a.get(field) ?? null, after: b.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** Every field with its value in words, in the order of the page. */
function readable(procedure: Procedure, language: Language): Map<string, string> {
  const vi = language === 'vi';
  const say = (viText: string, enText: string): string => (vi ? viText : enText);
  const { timeLimit, supplement } = procedure;
  const stage = (name: string, { noticeWithin, respondWithin, confirmWithin, times }: Procedure['supplement']['reception']): [string, string] => [
    name,
    `${noticeWithin.label[language]} / ${respondWithin.label[language]} / ${confirmWithin.label[language]} / ${times}`,
  ];
  return new Map<string, string>([
    [say('Tên', 'Name'), procedure.name[language]],
    [say('Lĩnh vực', 'Field'), procedure.sector[language]],
    [say('Cấp giải quyết', 'Decided by'), tierName(procedure.tier)[language]],
    [say('Mức dịch vụ công', 'Service'), serviceLevel(procedure.serviceLevel)[language]],
    [say('Nơi nộp', 'Handed in at'), `${agencyRole(procedure.offeredAt.role)[language]}: ${procedure.offeredAt.tiers.map((tier) => tierName(tier)[language].toLowerCase()).join(', ')}`],
    ...procedure.documents.map(({ name, required, originals, copies, when }): [string, string] => [
      `${say('Giấy tờ', 'Document')}: ${name[language]}`,
      [required ? say('bắt buộc', 'required') : say('nếu có', 'if any'), `${originals} ${say('bản chính', 'originals')}`, `${copies} ${say('bản sao', 'copies')}`, ...(when ? [`${say('khi', 'if')} ${conditionText(when, procedure, language)}`] : [])].join(', '),
    ]),
    ...procedure.fees.map(({ name, amount, amountOnline }): [string, string] => [`${say('Phí', 'Fee')}: ${name[language]}`, `${amount}${amountOnline === null ? '' : ` / ${amountOnline}`} ${say('đồng', 'dong')}`]),
    ...procedure.facts.map(({ label, type, options, optionNames, required }): [string, string] => [`${say('Câu hỏi', 'Question')}: ${label[language]}`, [type, ...options.map((option) => optionNames[option]?.[language] ?? option), required ? say('bắt buộc', 'required') : ''].filter((part) => part !== '').join(', ')]),
    ...(timeLimit.limit ? [[say('Thời hạn', 'Time limit'), timeLimit.limit.label[language]] as [string, string]] : []),
    ...timeLimit.phases.map(({ name, limit }): [string, string] => [`${say('Thời hạn', 'Time limit')}: ${name[language]}`, limit.label[language]]),
    ...timeLimit.variants.map(({ when, limit }): [string, string] => [`${say('Thời hạn khi', 'Time limit if')} ${conditionText(when, procedure, language)}`, limit.label[language]]),
    [say('Bắt đầu tính', 'Clock starts'), timeLimit.clockStart],
    stage(say('Bổ sung khi tiếp nhận (thông báo / bổ sung / xác nhận / số lần)', 'Supplement at reception (asked / given / confirmed / times)'), supplement.reception),
    stage(say('Bổ sung khi thẩm định (thông báo / bổ sung / xác nhận / số lần)', 'Supplement at examination (asked / given / confirmed / times)'), supplement.examination),
    [say('Xin lỗi, hẹn lại', 'Apology'), `${procedure.apology.owed}, ${procedure.apology.oncePer}`],
    [say('Xác nhận đã nhận', 'Acknowledgement'), procedure.acknowledgeWithin.label[language]],
    [say('Thứ tự các bước', 'Order of the steps'), shape(routeOf(procedure), language)],
    ...stepsOf(routeOf(procedure)).map((step): [string, string] => [`${say('Bước', 'Step')}: ${step.name[language]}`, stepText(step, language)]),
    [say('Kết quả', 'Result'), procedure.result[language]],
    [say('Căn cứ pháp lý', 'Legal basis'), procedure.legalBasis.map((each) => legalText(each, language)).join('; ')],
  ]);
}

function stepText({ kind, agency, officer, limit, outcomes = [], consult }: Step, language: Language): string {
  return [
    stepKind(kind)[language],
    agencyRole(agency)[language],
    officerRole(officer)[language].toLowerCase(),
    ...(limit ? [limit.label[language]] : []),
    ...(consult ? [consult.agencies.map((each) => agencyRole(each)[language]).join(' + '), consult.replyWithin.label[language], consult.silence] : []),
    ...(outcomes.length > 0 ? [outcomes.map((each) => outcomeName(each)[language].toLowerCase()).join(' / ')] : []),
  ].join(', ');
}

/** The bare order: 1 → 2 → (3 ∥ 4) → [5 | ↩ 2]. */
function shape(route: readonly Block[], language: Language): string {
  return route
    .map((block) => {
      if (isStep(block)) return block.name[language];
      if (isParallel(block)) return `(${block.branches.map((branch) => shape(branch.route, language)).join(' ∥ ')})`;
      if (isChoice(block)) return `[${[...block.cases.map((each) => each.route), block.otherwise].map((each) => shape(each, language) || '–').join(' | ')}]`;
      return '↩';
    })
    .join(' → ');
}
