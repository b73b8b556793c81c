import type { AgencyCode } from '../agency/agency';
import type { Appeal } from '../procedure/procedure';
import { refusal } from '../errors';
import type { Refusal } from '../errors';
import type { Text } from '../text';
import type { AppealGiven } from './command';
import type { DossierState } from './state';

/** Days from the day the applicant receives the decision, or learns of it (Law on Complaints 2011 Art. 9). */
const DAYS_TO_COMPLAIN = 90;

/** The first complaint goes to whoever decided, the second above them; a court may be asked at any time (Art. 7). */
const LAW_ON_COMPLAINTS: Text = {
  vi: 'Luật Khiếu nại số 02/2011/QH13, Điều 7 và Điều 9; hoặc khởi kiện tại Tòa án theo Luật Tố tụng hành chính',
  en: 'Law on Complaints 02/2011/QH13, Articles 7 and 9; or a suit under the Law on Administrative Procedure',
};

/** The way of appeal against what an agency refuses: as the act says, or else the procedure, or else the law. */
export function appealOf({ procedure, agencies }: DossierState, decider: AgencyCode, given: AppealGiven = {}): Appeal {
  const name = agencies.agencies[decider]?.name ?? { vi: decider, en: decider };
  const { law, body, days } = procedure.appeal ?? { law: LAW_ON_COMPLAINTS, body: name, days: DAYS_TO_COMPLAIN };
  return {
    law: given.law === undefined ? law : { vi: given.law, en: given.law },
    body: given.body === undefined ? body : { vi: given.body, en: given.body },
    days: given.days ?? days,
  };
}

/** Nobody shortens the time that the procedure, or the law, gives for an appeal. */
export function whyNotAppeal(state: DossierState, decider: AgencyCode, given: AppealGiven = {}): Refusal | null {
  const { days } = appealOf(state, decider);
  if (given.days === undefined || given.days >= days) return null;
  return refusal('APPEAL_TOO_SHORT', { value: given.days, days }, 'appeal.days');
}
