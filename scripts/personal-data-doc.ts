import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS, ERASURE } from '../domain/personal-data';
import { RETENTION_KINDS } from '../domain/retention';
import type { RetentionKind } from '../domain/retention';

export const PERSONAL_DATA_FILE = join(__dirname, '..', 'docs', 'personal-data.md');

const INTRODUCTION = `# Personal data: what is kept, why and how long

The register of processing that a province has to keep (law 91/2025/QH15 on the protection of personal data, Decree 356/2025/NĐ-CP), as
far as a program can know it. It is made from \`domain/personal-data.ts\` and \`domain/retention.ts\` (\`npx tsx
scripts/personal-data-doc.ts\` writes this page); tests compare it with the tables of the database, column by column. Purpose, legal basis of
each procedure, recipients outside, and who answers for it, the province adds.

**Purpose**: receiving and solving dossiers of administrative procedures, telling applicants, and proving afterwards how it was done. **Whose
data**: applicants and those who hand in for them; officers. **To whom it goes**: agencies with a part in the dossier, under row-level security; the
national portal and short-message gateway where they are configured. Messages to other systems hold codes and dates alone.

## What citizens may ask for

Over HTTP procedure control does it, at the command line an operator. Administrators may not read dossiers, and so do none of it. Each is
in the access log with who, which dossier, and the number of the letter or decision, which therefore bears no name.

| | command | route |
|---|---|---|
| everything that is kept (by dossier, or by identity number), who looked included | \`personal-data export\` | \`POST /v1/personal-data/export\` |
| correction (Art. 13) | \`personal-data correct\` | \`POST /v1/dossiers/{reference}/personal-data/correct\` |
| erasure (Art. 14) | \`personal-data erase\` | \`POST /v1/dossiers/{reference}/personal-data/erase\` |

A **correction** puts another version in the place of the wrong one. The wrong one is kept beside it for its time (\`former-data\`), or forgotten at
once (\`--forget\`). The log keeps the salted digest of the first version. \`personal_data_changes\`, which nobody can alter, names for each later
version the digest before and after, which fields, who, when and on which ground; the first 16 digits of both digests are in the access log
besides. So a digest in the log fits the row, or a chain of changes leads from the one to the other, or somebody has tampered.

An **erasure** waits until the dossier has ended. It takes at once what only served to reach somebody; the rest goes when \`dossier-data\` is over,
or on the ground \`court\`. It answers table by table what went, what stays and why. No chain breaks: the digests stay and fit nobody any more, because
the salts go. Files leave the storage within the hour. A backup still holds what was erased after it was made: after a restore, erase again
what the access log of the time says.

## Tables that tell of applicants

| table | columns | erased | ground for what stays |
|---|---|---|---|
`;

const WHEN = {
  'at-once': 'when the dossier has ended',
  later: 'when `dossier-data` is over',
  never: 'never on request',
};

const OFFICERS = `
## Tables that tell of officers

By their name within the register, because acts and readings must be attributed; names and posts stay as long as the log refers to them.

`;

const PERIODS = `
## How long

\`LIENTHONG_RETENTION\` changes what is usual ([operations](operations.md#retention)). Everything not named here is kept for ever: the log, the
legal codes, what was published.

| kind | what | usual | at least |
|---|---|---|---|
`;

const YEAR = 366;
const days = (count: number): string =>
  count >= YEAR && count % YEAR === 0 ? `${count / YEAR} years` : `${count} days`;

/** docs/personal-data.md: what is kept of whom, how long, and why. */
export function personalDataDocument(): string {
  const tables = Object.entries(COLUMNS);
  const applicants = tables
    .filter(([, holds]) => holds.applicant !== undefined)
    .map(([name, { applicant }]) => {
      const { erased, ground } = ERASURE[name]!;
      return `| \`${name}\` | ${applicant!.replaceAll(' ', ', ')} | ${WHEN[erased]} | ${ground.en} (${ground.vi}) |`;
    });
  const officers = tables
    .filter(([, holds]) => holds.officer !== undefined)
    .map(([name, { officer }]) => `- \`${name}\`: ${officer!.replaceAll(' ', ', ')}`);
  const kinds = (Object.keys(RETENTION_KINDS) as RetentionKind[]).map((kind) => {
    const { what, usualDays, leastDays } = RETENTION_KINDS[kind];
    return `| \`${kind}\` | ${what.en} (${what.vi}) | ${days(usualDays)} | ${leastDays} days |`;
  });
  return `${INTRODUCTION}${applicants.join('\n')}\n${OFFICERS}${officers.join('\n')}\n${PERIODS}${kinds.join('\n')}\n`;
}

if (require.main === module) writeFileSync(PERSONAL_DATA_FILE, personalDataDocument());
