import { operatorOf } from './operator';
import { run } from './run';

/** The command `lienthong`: the one place of the command line that reads the process it runs in. */
async function main(): Promise<void> {
  // A reader that has had enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const terminal = process.stdout.isTTY === true;
  const exitCode = await run(process.argv.slice(2), {
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: readStdin,
    columns: terminal ? process.stdout.columns : Number(process.env['COLUMNS']) || 100,
    operator: operatorOf(process.env),
    colour: terminal && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
  });
  // Connections that a dead server holds open must not keep the command alive.
  process.stdout.write('', () => process.exit(exitCode));
}

async function readStdin(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

void main();
