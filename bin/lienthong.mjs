#!/usr/bin/env node
// The command `lienthong`. Standard output belongs to the command: whatever there is to say about installing goes to standard error.
import { ensureInstalled, runEntry } from '../scripts/installation.mjs';

await ensureInstalled({ say: (line) => console.error(line), output: 2 });
await runEntry('cli/main.ts', process.argv.slice(2));
