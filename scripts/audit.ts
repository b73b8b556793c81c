/**
 * `npm run audit:known`: asks the registry for known weaknesses of what an installation runs. One of high or critical severity
 * fails, unless it stands below with its reason. A registry that does not answer is said to be that: "not checked" is not "clean".
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Package → why its finding does not concern this product. */
const ACCEPTED: Readonly<Record<string, string>> = {};
const FAILING: readonly string[] = ['high', 'critical'];
const PATIENCE_MS = 120_000;

interface Report {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>;
}

function ask(): Report {
  const { stdout } = spawnSync('npm', ['audit', '--omit', 'dev', '--json'], { cwd: resolve(__dirname, '..'), encoding: 'utf8', timeout: PATIENCE_MS });
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    return {};
  }
}

const { vulnerabilities } = ask();
if (vulnerabilities === undefined) console.log('not checked: the registry does not answer questions about known weaknesses');
else {
  const found = Object.entries(vulnerabilities).filter(([, { severity }]) => FAILING.includes(severity));
  for (const [name, { severity, range }] of found) console.log(`${severity}: ${name} ${range} ${ACCEPTED[name] ?? ''}`.trim());
  const open = found.filter(([name]) => ACCEPTED[name] === undefined);
  console.log(`${Object.keys(vulnerabilities).length} found, ${open.length} of high severity without a reason`);
  process.exitCode = open.length > 0 ? 1 : 0;
}
