/**
 * `npm run sbom`: writes what the product is made of to dist/sbom: `sbom.json` (CycloneDX, by npm itself) and
 * `THIRD-PARTY.txt`, every package with its licence and the licence's own text. Fails on a licence that is not allowed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { partsOf, refusedLicences } from './licences';

const ROOT = resolve(__dirname, '..');
const OUT = join(ROOT, 'dist', 'sbom');
const MOST_BYTES = 64 * 1024 * 1024;

const bill = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'], { cwd: ROOT, maxBuffer: MOST_BYTES, encoding: 'utf8' });

/** What a package says of its licence itself, where it brings the text along. */
function licenceText(name: string): string {
  const folder = join(ROOT, 'node_modules', name);
  const file = existsSync(folder) ? readdirSync(folder).find((each) => /^(licen[cs]e|copying|notice)/i.test(each)) : undefined;
  return file === undefined ? '(the package brings no text along)' : readFileSync(join(folder, file), 'utf8').trim();
}

const parts = partsOf(ROOT);
const thirdParty = parts.map(({ name, version, licence }) => `${name} ${version}\n${licence}\n\n${licenceText(name)}\n`).join(`\n${'-'.repeat(80)}\n\n`);
mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'sbom.json'), bill);
writeFileSync(join(OUT, 'THIRD-PARTY.txt'), thirdParty);
console.log(`${parts.length} packages in dist/sbom/sbom.json and dist/sbom/THIRD-PARTY.txt`);
const refused = refusedLicences(ROOT);
for (const line of refused) console.error(`licence not allowed: ${line}`);
process.exitCode = refused.length > 0 ? 1 : 0;
