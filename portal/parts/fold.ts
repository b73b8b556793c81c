/** Text as people type it in a hurry: small letters, no diacritics. `Đăng ký` and `dang ky` are the same. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();

const NOT_A_WORD = /[^\p{L}\p{N}]+/u;

/** What has every word asked for; the best fit first: two words side by side count for more than a word, a whole word for more than a part of one. */
export function found<T>(items: readonly T[], textOf: (item: T) => string, asked: string): T[] {
  const words = fold(asked).split(/\s+/).filter((word) => word !== '');
  const scored = items.map((item) => ({ item, score: scoreOf(fold(textOf(item)), words) }));
  return scored
    .filter(({ score }) => score !== null)
    .sort((a, b) => b.score! - a.score!)
    .map(({ item }) => item);
}

function scoreOf(text: string, words: readonly string[]): number | null {
  if (!words.every((word) => text.includes(word))) return null;
  const whole = ` ${text.split(NOT_A_WORD).join(' ')} `;
  const alone = words.filter((word) => whole.includes(` ${word} `)).length;
  const besideNext = words.filter((word, i) => i > 0 && whole.includes(` ${words[i - 1]} ${word} `)).length;
  return alone + 2 * besideNext;
}
