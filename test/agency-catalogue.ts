import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgencySource } from '../contracts/agencies';
import { loadTopology } from '../contracts/agencies';
import type { Topology } from '../domain/agency/topology';

const FOLDER = join(__dirname, '..', 'catalogue', 'agencies');

/** A text that is replaced once in the one file that has it. */
export type Edit = readonly [from: string, to: string];

/** The catalogue's files of agencies as somebody edits them; an edit that finds nothing fails the test. */
export function editedFiles(...edits: readonly Edit[]): readonly AgencySource[] {
  const files = readdirSync(FOLDER)
    .sort()
    .map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }));
  return edits.reduce((all, [from, to]) => {
    const found = all.find(({ text }) => text.includes(from));
    if (!found) throw new Error(`no file of agencies has "${from}"`);
    return all.map((each) => (each === found ? { ...each, text: each.text.replace(from, () => to) } : each));
  }, files);
}

export function editedTopology(...edits: readonly Edit[]): Topology {
  const loaded = loadTopology(editedFiles(...edits));
  if (!loaded.ok)
    throw new Error(loaded.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  return loaded.topology;
}

/** Every commune's one-stop unit of 2022 gets another code, as in the review: `H35.41.01.01` becomes `H35.41.01.61`. */
export const UNIT_CODES: Edit = [
  "suffix: '01'\n        name: { vi: 'Bộ phận Tiếp nhận và Trả kết quả {place}', en: 'Reception and Return Unit of {place}' }\n        plays: [one-stop-unit]\n        head: unit-head\n        source: [ND61]",
  "suffix: '61'\n        name: { vi: 'Bộ phận Tiếp nhận và Trả kết quả {place}', en: 'Reception and Return Unit of {place}' }\n        plays: [one-stop-unit]\n        head: unit-head\n        source: [ND61]",
];
