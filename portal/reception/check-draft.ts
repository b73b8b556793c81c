import { holds } from '../../domain/procedure/route';
import type { Condition } from '../../domain/procedure/procedure';
import type { Draft, FactValue, PersonDraft, Procedure } from './draft';

export type Say = (vi: string, en: string) => string;
/** What is wrong, by the name of its field. */
export type Faults = Readonly<Record<string, string>>;
type Document = Procedure['documents'][number];

const PHONE = /^\+?[\d .()-]{6,30}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whether a condition of the procedure holds for what was answered; what nobody has answered does not hold. */
export const appliesTo = (when: Readonly<Record<string, unknown>> | null, facts: Readonly<Record<string, FactValue>>): boolean => when === null || holds(when as unknown as Condition, facts, {});

/** The check list of this case. */
export const documentsAsked = ({ documents }: Procedure, facts: Readonly<Record<string, FactValue>>): readonly Document[] => documents.filter(({ when }) => appliesTo(when, facts));

export const documentsMissing = (procedure: Procedure, facts: Readonly<Record<string, FactValue>>, present: readonly string[]): readonly Document[] =>
  documentsAsked(procedure, facts).filter(({ document, required }) => required && !present.includes(document));

export interface Checked {
  readonly draft: Draft;
  readonly procedure: Procedure | undefined;
  /** How many the unit serves. */
  readonly places: number;
  /** Whether it is to be accepted: the law asks for all of the check list first. */
  readonly complete: boolean;
}

/** What stands against handing it in, in the order of the form. */
export function faultsOf({ draft, procedure, places, complete }: Checked, say: Say): Faults {
  const found: Record<string, string> = {};
  if (draft.procedure === null || procedure === undefined) found['procedure'] = say('Hãy chọn thủ tục', 'Choose the procedure');
  if (places > 1 && draft.place === null) found['place'] = say('Hãy chọn địa bàn của người nộp', "Choose the applicant's place");
  for (const { fact, required } of procedure?.facts ?? []) if (required && draft.facts[fact] === undefined) found[`facts.${fact}`] = say('Hãy trả lời câu hỏi này', 'Answer this question');
  const missing = complete && procedure ? documentsMissing(procedure, draft.facts, draft.documents) : [];
  for (const { document } of missing) found[`documents.${document}`] = say('Còn thiếu; đánh dấu khi đã nhận, hoặc yêu cầu bổ sung', 'Missing; mark it when you have it, or ask for it');
  return { ...found, ...personFaults('applicant', draft.applicant, say), ...(draft.bySomebodyElse ? personFaults('submitter', draft.submitter, say) : {}) };
}

function personFaults(who: string, { name, phone, email }: PersonDraft, say: Say): Faults {
  return {
    ...(name.trim() === '' ? { [`${who}.name`]: say('Hãy nhập họ và tên', 'Type the name') } : {}),
    ...(phone.trim() !== '' && !PHONE.test(phone.trim()) ? { [`${who}.phone`]: say('Số điện thoại gồm 6 đến 30 chữ số', 'A phone number has 6 to 30 digits') } : {}),
    ...(email.trim() !== '' && !EMAIL.test(email.trim()) ? { [`${who}.email`]: say('Thư điện tử không đúng dạng, ví dụ ten@vidu.vn', 'An address such as name@example.com') } : {}),
  };
}
