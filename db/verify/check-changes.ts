import type { Selectable } from 'kysely';
import type { Envelope } from '../../domain/dossier/command';
import type { Signature } from '../../domain/dossier/signed';
import { erasureEnvelope, personChangeEnvelope } from '../../domain/personal-data-acts';
import type { Schema } from '../schema';
import type { Held } from './held';
import { place } from './place';
import type { Place } from './place';

/**
 * Why nobody vouches for a change beside the log; null where somebody who may does.
 * @param heldAt When an anchor held it first (real time).
 */
export type FaultOfChange = (
  dossierId: string,
  envelope: Envelope & { readonly signature?: Signature },
  heldAt?: number,
) => string | null;

type Change = Selectable<Schema['personal_data_changes']>;
type Erasure = Selectable<Schema['erasures']>;

export interface BelievedChanges {
  readonly changes: readonly Change[];
  readonly erased: boolean;
  readonly found: readonly Place[];
}

/**
 * The corrections and erasures of one dossier that somebody vouches for: only those explain that a person or a text is
 * not as the log has it. What was done before they were signed counts where an anchor of that time holds it.
 */
export function believedChanges(
  { changes, erasures }: { readonly changes: readonly Change[]; readonly erasures: readonly Erasure[] },
  faultOf: FaultOfChange,
  held: Held,
): BelievedChanges {
  const found: Place[] = [];
  const isBelieved = (kind: 'correction' | 'erasure', id: number, row: Change | Erasure, act: Envelope): boolean => {
    const fault = faultOf(row.dossier_id, { ...act, ...signatureOf(row) }, held.since(kind, String(id))?.at);
    if (fault === null || (fault === 'missing' && held.isOlderThanRules(kind, String(id)))) return true;
    found.push(place('change-unsigned', null, `${kind} ${id}, ${fault}`));
    return false;
  };
  const marks = erasures.filter((row) => isBelieved('erasure', row.erasure, row, erasureEnvelope(row.erased_by)));
  return {
    changes: changes.filter((row) => isBelieved('correction', row.change, row, personChangeEnvelope(actOf(row)))),
    erased: marks.length > 0,
    found,
  };
}

const signatureOf = ({ signed_by: key, signature: value }: Change | Erasure) =>
  key === null || value === null ? {} : { signature: { key, value } };

const actOf = (row: Change) => ({
  subject: row.subject,
  version: row.version,
  kind: row.kind,
  fields: row.fields,
  digestBefore: row.digest_before,
  digestAfter: row.digest_after,
  ground: row.ground,
  reference: row.reference,
  at: row.at,
  by: row.changed_by,
});
