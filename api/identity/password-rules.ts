import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { refusal } from '../../domain/errors';
import { fold } from '../../domain/fold';
import { Refused } from '../problem';
import { VIETNAMESE_WORDS } from './vietnamese-words';

/** NIST SP 800-63B: length makes a password good, and that nobody tries it first. */
const LEAST = 12;
/** A hundred million tries: with the few tries a day that sign-in allows, and with argon2id, out of reach. */
const LEAST_GUESSES_LOG10 = 8;
/** What is hard to guess by its beginning is hard; estimating rows of hundreds of characters takes seconds. */
const LOOKED_AT = 32;

/**
 * Refuses a password that is short, is known, or follows from who its owner is: `names` are their login and their name.
 * Letters count without diacritics, because those who guess leave them out, too.
 */
export function refuseWeak(password: string, names: readonly string[], field: string): void {
  if ([...password.normalize('NFC')].length < LEAST) throw new Refused(refusal('PASSWORD_WEAK', { least: LEAST }, field));
  const written = fold(password);
  const why = whyKnown(written, names.map(fold));
  if (why) throw new Refused(refusal('PASSWORD_KNOWN', { why: WHY[why][0], whyVi: WHY[why][1] }, field));
}

type Why = keyof typeof WHY;

const WHY = {
  name: ['it is your name or login with little besides', 'gần như chỉ là tên hoặc tên đăng nhập của bạn'],
  word: ['it is a well-known word or place with digits or signs', 'chỉ là một từ hoặc địa danh quen thuộc kèm số, ký hiệu'],
  list: ['it is made of passwords and words from the lists that are tried first', 'ghép từ các mật khẩu và từ phổ biến bị dò trước'],
  pattern: ['it is a repetition, a date, or a row of digits or keys', 'chỉ là ký tự lặp lại, ngày tháng hoặc dãy số, dãy phím'],
} as const;

function whyKnown(written: string, names: readonly string[]): Why | null {
  const letters = onlyLetters(written);
  if (names.some((name) => onlyLetters(name) === letters)) return 'name';
  if (letters === '' || VIETNAMESE_WORDS.includes(letters)) return letters === '' ? 'pattern' : 'word';
  const parts = names.flatMap((name) => [name, squeezed(name), ...name.split(/[^a-z0-9]+/)]).filter((part) => part.length > 2);
  for (const form of new Set([written, squeezed(written)])) {
    const { guessesLog10, sequence } = estimator().check(form.slice(0, LOOKED_AT), parts);
    if (guessesLog10 >= LEAST_GUESSES_LOG10) continue;
    const found = sequence.filter(({ pattern }) => pattern === 'dictionary').map((match) => match['dictionaryName'] as string);
    if (found.includes('userInputs')) return 'name';
    if (found.includes('vietnamese')) return 'word';
    return found.length > 0 ? 'list' : 'pattern';
  }
  return null;
}

const onlyLetters = (text: string): string => text.replace(/[^\p{L}]/gu, '');
const squeezed = (text: string): string => text.replace(/[\s._-]/g, '');

let made: ZxcvbnFactory | undefined;

/** Made when the first password is chosen: its lists take a third of a second and some memory. */
function estimator(): ZxcvbnFactory {
  const vietnamese = [...VIETNAMESE_WORDS];
  made ??= new ZxcvbnFactory({ dictionary: { ...dictionary, vietnamese }, graphs: adjacencyGraphs, maxLength: LOOKED_AT });
  return made;
}
