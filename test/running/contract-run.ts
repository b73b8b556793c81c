import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../workers/servers/progress';
import { runCommand } from '../../workers/servers/run-command';
import { TEST_SERVERS, UNAVAILABLE } from '../servers';
import type { Check } from './checks';
import type { ContractApi } from './contract-api';
import { provideSchemathesis } from './schemathesis';
import type { TestServers } from './test-servers';

interface ContractRun {
  /** The Python that has schemathesis. */
  readonly python: string;
  /** Where the throw-away servers are, as test files are told. */
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly interrupted: AbortSignal;
}

/** Made up from each operation's schema, valid and invalid; beside them come fixed ones at the borders of every field. */
const EXAMPLES = 15;
const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance', 'response_headers_conformance'];
/** What cannot be asked this way: a stream never ends; signing out, or in anew, would take away the session of the run. */
const LEFT_OUT = '^/v1/(stream|session)$';
const LONGEST_MS = 10 * 60_000;
/** What is refused by its form is refused to everybody: the borders of the fields are tried once. */
const RUNS = [
  { caller: 'person', who: 'somebody signed in', phases: 'examples,coverage,fuzzing' },
  { caller: 'client', who: 'a machine client', phases: 'examples,fuzzing' },
] as const;

/** The contract run, or what it lacks. */
export async function prepareContractRun({ report, ...run }: Omit<ContractRun, 'python'> & { readonly report: Report }): Promise<Pick<TestServers, 'missing'> & { readonly checks: readonly Check[] }> {
  const lacking = [TEST_SERVERS.postgres, TEST_SERVERS.temporal].find(({ variable }) => run.env[variable] === UNAVAILABLE);
  if (lacking) return { checks: [], missing: [{ name: lacking.name, reason: 'the contract run' }] };
  try {
    return { checks: [contractRun({ ...run, python: await provideSchemathesis(report) })], missing: [] };
  } catch (error) {
    return { checks: [], missing: [{ name: 'schemathesis', reason: (error as Error).message }] };
  }
}

/**
 * Asks the running API whatever its OpenAPI document permits, and much that it does not: no answer may be a fault of ours, and
 * none may be another than the document says.
 */
const contractRun = (run: ContractRun): Check => ({
  name: 'the API keeps its contract, whatever it is asked (schemathesis)',
  run: () => withApi(run, async (api) => {
    for (const asked of RUNS) await ask(run, api, asked);
  }),
});

async function ask({ python, directory, interrupted }: ContractRun, api: ContractApi, { caller, who, phases }: (typeof RUNS)[number]): Promise<void> {
  const home = join(directory, `contract-${caller}`);
  mkdirSync(home);
  const config = join(home, 'schemathesis.toml');
  writeFileSync(config, configOf(api));
  const headers = Object.entries(api[caller]).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const { ok, output } = await runCommand(
    python,
    [
      '-m', 'schemathesis.cli', '--config-file', config, 'run', `${api.url}/openapi.json`, '--url', api.url, ...headers,
      '--checks', CHECKS.join(','), '--phases', phases, '--max-examples', String(EXAMPLES), '--seed', '20220314', '--workers', '1',
      '--generation-database', 'none', '--suppress-health-check', 'all', '--warnings', 'off', '--no-color',
      '--exclude-path-regex', LEFT_OUT,
    ],
    { cwd: home, env: { ...process.env, PYTHONUTF8: '1' }, timeoutMs: LONGEST_MS, signal: interrupted },
  );
  if (!ok) throw new Error(`asked by ${who}:\n${failuresIn(output)}`);
}

/** Names of what is there, most of the time: of what is not, all answers are alike. */
const configOf = ({ known }: ContractApi): string => {
  const dictionaries = Object.entries(known).map(([name, values]) => `${name} = { values = ${JSON.stringify(values)} }`);
  const bindings = Object.entries(KNOWN_AS).flatMap(([name, parameters]) => parameters.map((parameter) => `"${parameter}" = { dictionary = "${name}", probability = 0.7 }`));
  return ['[dictionaries]', ...dictionaries, '[parameters]', ...bindings].join('\n');
};

const KNOWN_AS: Readonly<Record<keyof ContractApi['known'], readonly string[]>> = {
  dossiers: ['path.reference', 'body.items[*].dossier'],
  codes: ['path.code'],
  posts: ['body.as'],
  units: ['body.unit', 'query.unit'],
  agencies: ['path.agency', 'query.agency', 'query.holder'],
  procedures: ['body.procedure', 'query.procedure'],
  tasks: ['body.taskId', 'body.items[*].taskId', 'path.taskId'],
  people: ['path.person', 'body.person'],
  versions: ['path.version'],
  etags: ['header.if-match'],
  addresses: ['body.url'],
};

/** What failed, with the curl lines that show it again; or all there is, where it did not come so far. */
function failuresIn(output: string): string {
  const from = output.search(/^=+ (FAILURES|ERRORS) =+$/m);
  return (from < 0 ? output : output.slice(from)).trim().split('\n').map((line) => line.slice(0, 600)).slice(0, 400).join('\n');
}

async function withApi({ env, directory }: ContractRun, use: (api: ContractApi) => Promise<void>): Promise<void> {
  const child = fork(join(__dirname, 'contract-api.ts'), { execArgv: ['--import', 'tsx'], env: { ...process.env, ...env, LIENTHONG_TEST_DIRECTORY: directory, TZ: 'UTC' }, stdio: ['ignore', 2, 2, 'ipc'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await use(
      await new Promise<ContractApi>((resolve, reject) => {
        child.once('message', (api) => resolve(api as ContractApi));
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`the API to be asked ended with code ${code} before it was ready`)));
      }),
    );
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}
