import { clientById, registerClient } from '../../db/clients';
import type { MachineClient } from '../../db/clients';
import { refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Deed } from './deed';
import { isOperator, rightsOf } from './rights-of';

export type ClientGiven = Omit<MachineClient, 'disabled' | 'version'>;

/** Every one of them: whoever confirms answers for each. */
const agenciesOf = ({ agencies }: ClientGiven): string => agencies.join(', ') || '–';

/** Another organisation's system: whoever holds its secret reads and acts in all of its agencies. */
export const clientDeed = (given: ClientGiven): Deed => ({
  concerns: null,
  words: `client ${given.clientId} registered ${given.scopes.join(' ')}`,
  lock: async () => undefined,
  basis: async (db) => ({ client: (await clientById(db, given.clientId))?.version ?? null }),
  async summary() {
    const { clientId, name, system, scopes } = given;
    const as = system === null ? '' : ` (${system})`;
    return {
      vi:
        `Đăng ký hệ thống ${name}, ${clientId}${as}, phạm vi ${scopes.join(', ')}, tại các cơ quan ` +
        `${agenciesOf(given)}: người xác nhận nhận khóa`,
      en:
        `The system ${name}, ${clientId}${as}, is registered with ${scopes.join(', ')} at ` +
        `${agenciesOf(given)}: whoever confirms is shown its secret`,
    };
  },
  async whyNot(db, by, at) {
    if (await clientById(db, given.clientId)) return refusal('CLIENT_PRESENT', { value: given.clientId }, 'body.clientId');
    const administers = isOperator(by) || (await rightsOf(db, by, at)).grants.some(({ grant }) => grant === 'administrator');
    return administers ? undefined : refusal('ROUTE_FORBIDDEN', { allowed: 'administrators', allowedVi: 'quản trị' });
  },
  async perform(trx, { proposedBy: by, at }) {
    const made = await registerClient(trx, given, { at, by });
    if (!made) return refuse(refusal('CLIENT_PRESENT', { value: given.clientId }, 'body.clientId'));
    return ok({ secret: made.secret, location: `/v1/clients/${given.clientId}` });
  },
});
