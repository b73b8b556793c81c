import type { LocalDate } from '../calendar/calendar';
import { matchesWords, wordsOf } from '../word-search';
import type { Agency } from './agency';
import { agenciesOn, type Topology } from './topology';

/**
 * Agencies of the date in whose name (in either language) or code every given word begins a word, diacritics or not: `doan ket mot cua`. The shortest name
 * first, since it is the one that says least beyond what was asked. No words, no answer.
 */
export const findAgency = (topology: Topology, words: string, date: LocalDate): Agency[] => {
  const asked = wordsOf(words);
  return agenciesOn(topology, date)
    .filter((agency) => matchesWords(asked, `${agency.name.vi} ${agency.name.en} ${agency.code}`))
    .sort((a, b) => a.name.vi.length - b.name.vi.length || (a.code < b.code ? -1 : 1));
};
