import { perform } from '../parts/performed';
import type { ActName, Recorded } from '../parts/performed';
import type { Keyed } from '../parts/work';

/** What becomes of a dossier at the window. */
export interface Decision {
  readonly act: Extract<ActName, 'accept' | 'request-supplement' | 'refuse-intake'>;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const decide = (dossierId: string, { act, fields }: Decision, unit: string, keyed: Keyed, onWaiting: () => void): Promise<Recorded> => {
  const body = { ...fields, as: `receptionist@${unit}` };
  return keyed([dossierId, act, body], (key) => perform(dossierId, act, body, key, onWaiting));
};
