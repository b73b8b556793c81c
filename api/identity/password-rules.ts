import { fold } from '../../domain/fold';
import { refusal } from '../../domain/errors';
import { Refused } from '../problem';

/** NIST SP 800-63B: length and nothing else makes a password good. */
const LEAST = 12;

/** Refuses what is too short, or is somebody's name written one way or another. */
export function refuseWeak(password: string, names: readonly string[], field: string): void {
  const said = (text: string): string => fold(text).replace(/[\s._-]/g, '');
  const known = names.map(said);
  if ([...password.normalize('NFC')].length < LEAST || known.includes(said(password))) throw new Refused(refusal('PASSWORD_WEAK', { least: LEAST }, field));
}
