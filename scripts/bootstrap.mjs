// Runs one of the project's programs from a fresh clone: `node scripts/bootstrap.mjs ENTRY.ts ARGS…`.
// Plain Node without a dependency, for it is what installs them.
import { ensureInstalled, runEntry } from './installation.mjs';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  console.error('bootstrap: name the program to run, e.g. "node scripts/bootstrap.mjs workers/start.ts"');
  process.exit(64);
}
await ensureInstalled({ say: (line) => console.log(line), output: 1 });
await runEntry(entry, args);
