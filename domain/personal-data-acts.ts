import type { Envelope } from './dossier/command';

/** A person's data was corrected, reduced or erased: what stands of it in `personal_data_changes`. */
export interface PersonChangeAct {
  readonly subject: 'applicant' | 'submitter';
  /** The version it makes. */
  readonly version: number;
  readonly kind: 'corrected' | 'reduced' | 'erased';
  readonly fields: readonly string[];
  readonly digestBefore: string;
  readonly digestAfter: string | null;
  readonly ground: string;
  readonly reference: string;
  readonly at: number;
  readonly by: string;
}

/**
 * What is done to personal data stands beside the log, and is signed like an act all the same: whoever can only write
 * rows vouches for none. No engine knows these acts, so none of them can be sent to a dossier as a command.
 */
export const personChangeEnvelope = ({ at, by, ...change }: PersonChangeAct): Envelope =>
  envelopeOf(`personal-data:${change.subject}:${change.version}`, by, at, { act: 'change-person', ...change });

/** Everything that was written and handed in was erased: once is enough for a dossier, whenever it was. */
export const erasureEnvelope = (by: string): Envelope =>
  envelopeOf('personal-data:erasure', by, 0, { act: 'erase-beside' });

const envelopeOf = (commandId: string, person: string, stampedAt: number, command: object): Envelope =>
  ({ commandId, actor: { kind: 'officer', person }, stampedAt, command }) as unknown as Envelope;
