import type { LocalDate } from '../calendar/calendar';
import { refusal } from '../errors';
import type { EscalationAddressee } from '../procedure/procedure';
import { ok, refuse, type Result } from '../result';
import type { Text } from '../text';
import type { Agency, AgencyCode } from './agency';
import { ancestorsOf } from './ancestors-of';
import { isCommittee } from './committee';
import { resolveRole } from './resolve-role';
import { agencyOn, type Topology } from './topology';

/** To whom a level of escalation goes: the head of an agency, by title. */
export interface Addressee {
  readonly agency: AgencyCode;
  readonly title: Text;
}

export type EscalationChain = Readonly<Record<EscalationAddressee, Addressee>>;

/**
 * Whom late work of an agency is told to, always all four: the head of the unit itself; the head of the committee or department it belongs to (its own
 * head where it stands directly under the province); the chair of the nearest committee above; procedure control. The province's own committee
 * has nobody above it and is its own chair.
 */
export const escalationChain = (topology: Topology, code: AgencyCode, date: LocalDate): Result<EscalationChain> => {
  const unit = agencyOn(topology, code, date);
  if (!unit) return refuse(refusal('AGENCY_UNKNOWN', { value: code, date }, 'agency'));
  const above = ancestorsOf(topology, code, date);
  const chair = above.find(isCommittee) ?? unit;
  const control = resolveRole(topology, 'procedure-control', { receivingUnit: code, place: chair.code, date });
  if (!control.ok) return control;
  return ok({
    'unit-head': headOf(unit),
    'agency-head': headOf(bodyOf(unit, above)),
    'committee-chair': headOf(chair),
    'procedure-control': headOf(control.value),
  });
};

/** The committee or department that answers for the unit. */
const bodyOf = (unit: Agency, [parent]: readonly Agency[]): Agency =>
  parent === undefined || isCommittee(unit) || (isCommittee(parent) && parent.parent === undefined) ? unit : parent;

const headOf = ({ code, head }: Agency): Addressee => ({ agency: code, title: head });
