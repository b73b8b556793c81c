import type { Selectable } from 'kysely';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { Signature } from '../../domain/dossier/signed';
import type { Schema } from '../schema';
import { place } from './place';
import type { Place } from './place';

/** Why nobody vouches for the command that led to an event; null where somebody who may does. */
export type FaultOf = (dossierId: string, first: LoggedEvent, signature: Signature | undefined) => string | null;

/**
 * Whether each command of a log is signed by whoever took it in. The rows are one dossier's events in order; a
 * command's signature stands with its first event (`command_index` 0).
 * @param unsignedTo The last event that was recorded before commands were signed; 0 where there is none.
 */
export const checkSignatures = (
  rows: readonly Selectable<Schema['events']>[],
  unsignedTo: number,
  faultOf: FaultOf,
): readonly Place[] =>
  rows
    .filter(({ command_index, seq }) => command_index === 0 && seq > unsignedTo)
    .flatMap(({ dossier_id, seq, body, signed_by, signature }) => {
      const signed = signed_by === null || signature === null ? undefined : { key: signed_by, value: signature };
      const fault = faultOf(dossier_id, JSON.parse(body) as LoggedEvent, signed);
      return fault === null
        ? []
        : [place('signature-wrong', seq, signed_by === null ? fault : `${fault}, ${signed_by}`)];
    });
