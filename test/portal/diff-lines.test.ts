import fc from 'fast-check';
import { diffLines, hunksOf } from '../../portal/procedures/diff-lines';

const textOf = (lines: ReturnType<typeof diffLines>, without: 'added' | 'removed'): string => lines.filter(({ kind }) => kind !== without).map(({ text }) => text).join('\n');

test('both versions can be read back from what is shown, with the numbers of their lines', () => {
  const file = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(file, file, (before, after) => {
      const lines = diffLines(before, after);
      expect(textOf(lines, 'added')).toBe(before);
      expect(textOf(lines, 'removed')).toBe(after);
      expect(lines.flatMap((line) => line.before ?? [])).toEqual(before.split('\n').map((_, i) => i + 1));
      expect(lines.flatMap((line) => line.after ?? [])).toEqual(after.split('\n').map((_, i) => i + 1));
    }),
  );
});

test('what is the same in both is not shown as changed', () => {
  const kinds = diffLines('version: 1\nlimit: 5 working days\ntier: commune', 'version: 2\nlimit: 5 working days\ntier: commune').map(({ kind }) => kind);
  expect(kinds).toEqual(['removed', 'added', 'same', 'same']);
});

test('far from any change lines are left out', () => {
  const before = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`);
  const shown = hunksOf(diffLines(before.join('\n'), before.map((line, i) => (i === 14 ? 'changed' : line)).join('\n')));
  expect(shown.map((line) => line?.text ?? '…')).toEqual(['…', 'line 12', 'line 13', 'line 14', 'line 15', 'changed', 'line 16', 'line 17', 'line 18', '…']);
});
