import { fold } from './fold';

/** The words of a text as they are compared: without diacritics, in lower case; a code with its dots is one word. */
export const wordsOf = (text: string): string[] => fold(text).split(/[^\p{L}\p{N}.]+/u).filter((word) => word !== '');

/** Whether every word asked for begins a word of the text, diacritics or not: `doan ket mot cua`. No words, no match. */
export const matchesWords = (asked: readonly string[], text: string): boolean => {
  const known = wordsOf(text);
  return asked.length > 0 && asked.every((word) => known.some((candidate) => candidate.startsWith(word)));
};
