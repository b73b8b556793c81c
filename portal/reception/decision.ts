import { perform } from '../parts/performed';
import type { ActName, Recorded } from '../parts/performed';

/** What becomes of a dossier at the window. */
export interface Decision {
  readonly act: Extract<ActName, 'accept' | 'request-supplement' | 'refuse-intake'>;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const decide = (dossierId: string, { act, fields }: Decision, unit: string, keyOf: (asked: unknown) => string, onWaiting: () => void): Promise<Recorded> => {
  const body = { ...fields, as: `receptionist@${unit}` };
  return perform(dossierId, act, body, keyOf([dossierId, act, body]), onWaiting);
};
