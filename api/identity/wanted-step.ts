import type { SignedIn } from '../../db/sessions';
import { decides } from '../../db/sessions';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import type { SignInSettings } from './settings';

/**
 * What stands between a session and its rights: prove what one has, choose a password of one's own,
 * set a factor up.
 */
export const STEPS = ['prove', 'password', 'enrol'] as const;
export type Step = (typeof STEPS)[number];

/**
 * The next step somebody has to take, or null for a session that is whole. Asked anew with each
 * request: posts begin and end.
 */
export function wantedStep(signedIn: SignedIn, { secondFactor }: Pick<SignInSettings, 'secondFactor'>): Step | null {
  const { proved, factorKinds, mustChangePassword } = signedIn;
  if (proved === null && factorKinds.length > 0) return 'prove';
  // Through a provider nobody typed a password.
  if (mustChangePassword && proved?.by !== 'provider') return 'password';
  const demanded = secondFactor === 'required' && decides(signedIn);
  return demanded && proved?.by !== 'provider' && factorKinds.length === 0 ? 'enrol' : null;
}

export function refusalOfStep(step: Step): Refusal {
  switch (step) {
    case 'prove':
      return refusal('SECOND_FACTOR_NOT_PROVED');
    case 'password':
      return refusal('PASSWORD_CHANGE_WANTED');
    case 'enrol':
      return refusal('SECOND_FACTOR_MISSING');
  }
}
