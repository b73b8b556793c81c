/** What a text that begins with `<` is: harmless XML, or what is wrong with it. */
export type XmlVerdict = 'xml' | 'html' | 'svg' | 'unsafe';

const PASSED_OVER = /^(?:\s+|<!--[\s\S]*?-->|<\?xml(?=\s)[\s\S]*?\?>)/;
const ROOT = /^<(?:[\p{L}_][\p{L}\p{N}_.-]*:)?([\p{L}_][\p{L}\p{N}_.-]*)(?=[\s/>])/u;
const HTML_ROOTS: readonly string[] = ['html', 'head', 'body', 'script', 'iframe'];
/** Transformations run. */
const UNSAFE_ROOTS: readonly string[] = ['stylesheet', 'transform'];

/**
 * Judges by the beginning of the text. A document type may hide entities that explode, a processing instruction names a
 * program or a stylesheet that runs: exchange documents have neither.
 */
export function xmlVerdict(head: string): XmlVerdict {
  let rest = head;
  for (let passed = PASSED_OVER.exec(rest); passed; passed = PASSED_OVER.exec(rest)) rest = rest.slice(passed[0].length);
  if (/^<!doctype\s+html/i.test(rest) || /1999\/xhtml/i.test(head)) return 'html';
  if (/2000\/svg/i.test(head)) return 'svg';
  const root = ROOT.exec(rest)?.[1]?.toLowerCase();
  if (root === 'svg') return 'svg';
  if (root !== undefined && HTML_ROOTS.includes(root)) return 'html';
  return root === undefined || UNSAFE_ROOTS.includes(root) ? 'unsafe' : 'xml';
}
