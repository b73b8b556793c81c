import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadTopology } from '../../contracts/agencies';
import type { AgencyFileProblem, AgencySource } from '../../contracts/agencies';
import type { Topology } from '../../domain/agency/topology';
import type { Shown } from '../context';
import { EXIT } from '../exit';
import { readTextFile } from '../input/read-file';

/** The files named, and those of the folders named: together they say which agencies there are. */
export function readAgencyFiles(paths: readonly string[]): readonly AgencySource[] {
  const files = paths.flatMap((path) => (isFolder(path) ? yamlFilesIn(path) : [path]));
  return files.map((file) => ({ file, text: readTextFile(file, 'files') }));
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const yamlFilesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(basename(name)))
    .sort()
    .map((name) => join(folder, name));

/** The topology of the files, or what is wrong in them, ready to be shown. */
export function topologyOf(paths: readonly string[]): { readonly topology: Topology } | { readonly wrong: Shown } {
  const loaded = loadTopology(readAgencyFiles(paths));
  return loaded.ok ? { topology: loaded.topology } : { wrong: wrongFiles(loaded.problems) };
}

const wrongFiles = (problems: readonly AgencyFileProblem[]): Shown => ({
  json: { ok: false, problems },
  text: () =>
    problems
      .map(({ file, line, field, message }) => `${file}:${line}: ${field === '' ? '' : `${field}: `}${message}`)
      .join('\n'),
  exitCode: EXIT.refused,
});
