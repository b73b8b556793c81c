/** Which of the allowed words somebody probably meant: the one that takes the fewest letters to change. A dash where none is allowed. */
export const nearest = (word: string, allowed: readonly string[]): string => {
  let best = '–';
  let fewest = Infinity;
  for (const candidate of allowed) {
    const changes = lettersBetween(word, candidate);
    if (changes < fewest) [best, fewest] = [candidate, changes];
  }
  return best;
};

/** Letters to insert, delete or replace to make one word of the other (Levenshtein); capitals do not matter. */
export const lettersBetween = (one: string, other: string): number => {
  const [a, b] = [one.slice(0, 60).toLowerCase(), other.slice(0, 60).toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};
