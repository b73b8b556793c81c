import { randomInt } from 'node:crypto';

/** Letters and digits that nobody confuses when copying them from paper (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const [HOW_MANY, LENGTH, GROUP] = [10, 12, 4];

/** Ten codes of 60 bits, `7K2M-9QXT-R4DH`, each for one sign-in without the second factor. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: HOW_MANY }, () => {
    const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    return letters.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');
  });

/** As it was given out: small letters, blanks, O for 0 and I or L for 1 are forgiven. */
export const plainCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
