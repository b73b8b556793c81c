export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Line in the text before and in the one after, counted from 1. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Cells of the table of the longest common subsequence; a text that needs more is shown as replaced. */
const MOST_CELLS = 25_000_000;

/** What changed between two texts, line by line: what they share keeps its order, and as much as possible is shared. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [midA, midB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  const put = (kind: DiffLine['kind'], text: string): void => {
    lines.push({ kind, text, before: kind === 'added' ? null : (i += 1), after: kind === 'removed' ? null : (j += 1) });
  };
  for (const text of a.slice(0, head)) put('same', text);
  middle(midA, midB, put);
  for (const text of a.slice(a.length - tail)) put('same', text);
  return lines;
}

function middle(a: readonly string[], b: readonly string[], put: (kind: DiffLine['kind'], text: string) => void): void {
  const width = b.length + 1;
  const fits = (a.length + 1) * width <= MOST_CELLS;
  const common = new Uint16Array(fits ? (a.length + 1) * width : 0);
  const at = (i: number, j: number): number => common[i * width + j]!;
  if (fits) for (let i = a.length - 1; i >= 0; i -= 1) for (let j = b.length - 1; j >= 0; j -= 1) common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (fits && i < a.length && j < b.length && a[i] === b[j]) {
      put('same', a[i]!);
      i += 1;
      j += 1;
    } else if (i < a.length && (!fits || j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      put('removed', a[i]!);
      i += 1;
    } else {
      put('added', b[j]!);
      j += 1;
    }
  }
}

const AROUND = 3;

/** Only what changed, with some lines around; null stands for what is left out. */
export function hunksOf(lines: readonly DiffLine[]): (DiffLine | null)[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(({ kind }) => kind !== 'same'));
  return lines.flatMap((line, i): (DiffLine | null)[] => (near[i] ? [line] : i === 0 || near[i - 1] ? [null] : []));
}
