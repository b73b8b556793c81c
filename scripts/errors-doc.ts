import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOSSIER_ERRORS } from '../domain/dossier/errors';
import { EDGE_ERRORS } from '../domain/edge-errors';
import { ERRORS } from '../domain/errors';
import type { ErrorEntry } from '../domain/errors';
import { PROCEDURE_ERRORS } from '../domain/procedure/errors';

export const ERRORS_FILE = join(__dirname, '..', 'docs', 'errors.md');

const INTRODUCTION = `# Refusals

Every code with which the core or an edge refuses something, made from \`domain/errors.ts\` (\`npx tsx scripts/errors-doc.ts\`
writes this page; a test compares the two). A refusal changes nothing;
after \`OUTCOME_UNKNOWN\` alone something may have been done. What stands in braces is filled in: the field, the value,
what would be accepted.

The status is that of HTTP: 400 the request is malformed, 403 not by this person, 404 there is no such thing, 409 not in this
state, 422 understood and against a rule. The command line ends with exit code 4 for 404 and with 3 for every other one.
`;

const table = (entries: readonly (readonly [string, ErrorEntry])[]): string => {
  const rows = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, en, vi }]) => `| \`${code}\` | ${status} | ${cell(en)} | ${cell(vi)} |`);
  return ['| code | status | English | Tiếng Việt |', '|---|---|---|---|', ...rows].join('\n');
};

/** A table cell ends at a bar, and a word in angle brackets would be taken for HTML. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** docs/errors.md: the catalogue of refusals, by what they are about. */
export function errorsDocument(): string {
  const own = { ...DOSSIER_ERRORS, ...EDGE_ERRORS, ...PROCEDURE_ERRORS };
  const rest = Object.entries(ERRORS).filter(([code]) => !(code in own));
  const sections = [
    ['Acts on a dossier', Object.entries(DOSSIER_ERRORS)],
    ['Requests', Object.entries(EDGE_ERRORS)],
    ['Values, calendar, agencies', rest],
    ['Procedure files', Object.entries(PROCEDURE_ERRORS)],
  ] as const;
  return [INTRODUCTION, ...sections.map(([title, entries]) => `## ${title}\n\n${table(entries)}\n`)].join('\n');
}

if (require.main === module) writeFileSync(ERRORS_FILE, errorsDocument());
