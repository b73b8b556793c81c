/** Text that is HTML already; only `html` makes it. */
export class Markup {
  /** @internal */
  constructor(readonly text: string) {}
}

export type Part = Markup | string | number | null | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  return Array.isArray(part) ? part.map(written).join('') : escaped(String(part));
}

/**
 * A piece of a page: whatever is put in is text and stays text, unless it was made by `html` itself. Attributes are to stand in
 * quotes; nothing that came from outside belongs into a script, a style or an address.
 */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => new Markup(texts.reduce((page, text, i) => `${page}${written(parts[i - 1])}${text}`));
