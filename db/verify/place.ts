import type { FindingKind } from '../../domain/verification/finding';

/** A place within one dossier. */
export interface Place {
  readonly kind: FindingKind;
  readonly seq: number | null;
  readonly detail: string | null;
}

export const place = (kind: FindingKind, seq: number | null = null, detail: string | null = null): Place => ({
  kind,
  seq,
  detail,
});
