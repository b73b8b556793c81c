/** Columns a text takes: code points without colours and combining marks. Vietnamese in NFC has none, but what people paste may. */
// eslint-disable-next-line no-control-regex
export const widthOf = (text: string): number => [...text.replace(/\u001b\[\d+m/g, '').replace(/\p{M}/gu, '')].length;

export const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** At most `width` columns, with an ellipsis where something was cut. */
export const cutTo = (text: string, width: number): string => (widthOf(text) <= width ? text : `${[...text.normalize('NFC')].slice(0, Math.max(0, width - 1)).join('')}…`);

/** What would let a stored text move the cursor or colour the terminal is shown as a code; what looks like HTML or SQL stays as it is. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (c) => (c === '\n' || c === '\t' ? ' ' : `\\u${c.codePointAt(0)!.toString(16).padStart(4, '0')}`));

/** Rows in columns that are as wide as their widest cell; the last one is not padded. */
export function table(rows: readonly (readonly string[])[], { indent = 0, gap = 2 } = {}): string {
  const widths = rows.reduce<number[]>((widest, row) => {
    row.forEach((cell, i) => (widest[i] = Math.max(widest[i] ?? 0, widthOf(cell))));
    return widest;
  }, []);
  return rows
    .map((row) => ' '.repeat(indent) + row.map((cell, i) => (i === row.length - 1 ? cell : padTo(cell, (widths[i] ?? 0) + gap))).join(''))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Breaks a text at blanks into lines of at most `width` columns. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}
