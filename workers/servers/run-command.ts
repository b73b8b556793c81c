import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Milliseconds after which it is killed. Default: it may take as long as it needs. */
  readonly timeoutMs?: number;
  /** Aborting it kills the program. */
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface CommandResult {
  readonly ok: boolean;
  /** Standard output and error as they came; the reason if it could not be started or was stopped for its time. */
  readonly output: string;
}

/** Runs a program to its end. Never throws: a program that is not there is a result like any other. */
export const runCommand = (command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> =>
  new Promise((resolve) => {
    const { timeoutMs, signal, onLine, ...spawnOptions } = options;
    const child = spawn(command, [...args], { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let line = '';
    const take = (chunk: string): void => {
      output += chunk;
      if (onLine === undefined) return;
      const parts = (line + chunk).split('\n');
      line = parts.pop() ?? '';
      parts.forEach(onLine);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
    let stopped = '';
    const stop = (why: string): void => {
      stopped = why;
      child.kill('SIGKILL');
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => stop(`stopped after ${timeoutMs / 1000} s`), timeoutMs);
    if (signal?.aborted) stop('stopped');
    signal?.addEventListener('abort', () => stop('stopped, for nothing moved'));
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, output: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, output: output + stopped });
    });
  });
