/** A tree in lines, with the branches drawn. A label may have several lines. */
export function drawTree<T>(root: T, labelOf: (node: T) => string, childrenOf: (node: T) => readonly T[]): string {
  const lines: string[] = [];
  const draw = (node: T, first: string, rest: string): void => {
    const children = childrenOf(node);
    const [head = '', ...more] = labelOf(node).split('\n');
    lines.push(first + head, ...more.map((line) => `${rest}${children.length > 0 ? '│ ' : '  '}${line}`));
    children.forEach((child, i) => {
      const last = i === children.length - 1;
      draw(child, `${rest}${last ? '└─ ' : '├─ '}`, `${rest}${last ? '   ' : '│  '}`);
    });
  };
  draw(root, '', '');
  return lines.join('\n');
}
