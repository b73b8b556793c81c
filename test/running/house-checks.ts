import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { refusedLicences } from '../../scripts/licences';
import { portalTypes } from '../../scripts/portal-types';
import { runCommand } from '../../workers/servers/run-command';
import type { Check } from './checks';

const ROOT = resolve(__dirname, '..', '..');
const ROOMS = ['domain', 'contracts', 'db', 'workflows', 'gateway', 'activities', 'integrations', 'workers', 'api', 'cli', 'examples', 'chaos', 'test'];
/** From the room down: `domain/dossier/acts` is as deep as it goes. */
const DEEPEST = 3;

/** What the house is held together by beside its tests: types, who may import whom, who may read clock and environment. */
export const HOUSE_CHECKS: readonly Check[] = [
  { name: 'types', run: () => succeed('typescript/bin/tsc', ['-p', ROOT, '--pretty', 'false']) },
  { name: 'types of the portal, made from the OpenAPI document', run: portalTypeChecks },
  { name: 'rooms import only what they may', run: () => succeed('dependency-cruiser/bin/dependency-cruise.mjs', ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...ROOMS.slice(0, -1), 'portal', 'temporal.config.ts']) },
  {
    name: 'the environment is read at the edges alone',
    run: nowhere(/process\.env/, (file) => !/^(workers|api|cli|test|bench|chaos|examples)\//.test(file)),
  },
  {
    name: 'the core has no clock and no chance of its own',
    run: nowhere(/Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/, (file) => file.startsWith('domain/') || (file.startsWith('workflows/') && file !== 'workflows/official-time.ts')),
  },
  {
    name: 'every package that is passed on has a licence that allows it',
    run: async () => complain(refusedLicences(ROOT), 'is not allowed (scripts/licences.ts)'),
  },
  {
    name: 'folders are two deep',
    run: async () => complain(sources().filter((file) => file.split('/').length - 1 > DEEPEST), 'lies too deep'),
  },
];

async function portalTypeChecks(): Promise<void> {
  writeFileSync(join(ROOT, 'portal/api-types.d.ts'), await portalTypes());
  await succeed('typescript/bin/tsc', ['-p', join(ROOT, 'portal'), '--pretty', 'false']);
}

async function succeed(program: string, args: readonly string[]): Promise<void> {
  const { ok, output } = await runCommand(process.execPath, [join(ROOT, 'node_modules', program), ...args], { cwd: ROOT });
  if (!ok) throw new Error(output.trim().split('\n').slice(0, 40).join('\n'));
}

function nowhere(pattern: RegExp, concerned: (file: string) => boolean): () => Promise<void> {
  return async () => complain(sources().filter((file) => concerned(file) && pattern.test(withoutComments(readFileSync(join(ROOT, file), 'utf8')))), `has ${pattern.source}`);
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

function complain(files: readonly string[], of: string): void {
  if (files.length > 0) throw new Error(files.map((file) => `${file} ${of}`).join('\n'));
}

const sources = (): string[] =>
  ROOMS.flatMap((room) => (readdirSync(join(ROOT, room), { recursive: true }) as string[]).filter((file) => file.endsWith('.ts')).map((file) => `${room}/${file.split(sep).join('/')}`));
