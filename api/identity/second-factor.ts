import { asPerson } from './as-person';
import type { Kysely } from 'kysely';
import { materialOf, useRecoveryCode, useSecondFactor } from '../../db/second-factors';
import type { FactorMaterial } from '../../db/second-factors';
import type { Schema } from '../../db/schema';
import type { ApiContext } from '../context';
import { plainCode } from './recovery-codes';
import { hashOfCode, open } from './sealed';
import { stepOf } from './totp';

type Settings = Pick<ApiContext, 'signIn' | 'database'>;

/** What seals the secret of one app to its row. */
export const rowOf = (person: string, factor: string): string => `totp:${person}:${factor}`;

interface RightStep {
  readonly factor: string;
  readonly step: number;
}

/** The app and step whose code this is, though somebody may have used it; null for a wrong code. */
export async function rightStep(
  context: Settings,
  person: string,
  code: string,
): Promise<RightStep | null> {
  const { key } = context.signIn;
  const now = Date.now();
  for (const factor of await materialOf(asPerson(context, person), person)) {
    if (factor.kind !== 'totp' || !factor.confirmed) continue;
    const step = stepOfFactor(key, person, factor, code, now);
    if (step !== null) return { factor: factor.id, step };
  }
  return null;
}

export const stepOfFactor = (
  key: Uint8Array,
  person: string,
  { id, material }: FactorMaterial,
  code: string,
  realNow: number,
): number | null => stepOf(open(key, material, rowOf(person, id)), code.replaceAll(' ', ''), realNow);

/** Takes a code of an app, for the first time it comes; false for a wrong one and for one that was taken before. */
export async function useCode(context: Settings, db: Kysely<Schema>, person: string, code: string): Promise<boolean> {
  const right = await rightStep(context, person, code);
  return right !== null && useSecondFactor(db, right.factor, right.step, Date.now());
}

/** Takes a recovery code; each is taken once. */
export const useRecovery = (
  { signIn: { key } }: Settings,
  db: Kysely<Schema>,
  person: string,
  typed: string,
): Promise<boolean> => useRecoveryCode(db, person, hashOfCode(key, person, plainCode(typed)), Date.now());
