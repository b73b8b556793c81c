import type { LocalDate } from '../calendar/calendar';
import { fold } from '../fold';
import type { Agency } from './agency';
import { agenciesOn, type Topology } from './topology';

/**
 * Agencies of the date in whose name (in either language) or code every given word begins a word, diacritics or not: `doan ket mot cua`. The shortest name
 * first, since it is the one that says least beyond what was asked. No words, no answer.
 */
export const findAgency = (topology: Topology, words: string, date: LocalDate): Agency[] => {
  const wanted = wordsOf(words);
  if (wanted.length === 0) return [];
  return agenciesOn(topology, date)
    .filter((agency) => {
      const known = wordsOf(`${agency.name.vi} ${agency.name.en} ${agency.code}`);
      return wanted.every((word) => known.some((candidate) => candidate.startsWith(word)));
    })
    .sort((a, b) => a.name.vi.length - b.name.vi.length || (a.code < b.code ? -1 : 1));
};

const wordsOf = (text: string): string[] => fold(text).split(/[^\p{L}\p{N}.]+/u).filter((word) => word !== '');
