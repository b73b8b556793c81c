/** Where a line of progress goes: a terminal, a log, a test's memory. One line, without its newline. */
export type Report = (line: string) => void;

const QUIET_MS = 2_000;
const EVERY_MS = 5_000;

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/**
 * Does `work` and says that it is still going on: nothing for two seconds, then a line every five with the time it has
 * taken, whatever `note` was last told, and a closing line once there was an opening one.
 */
export async function withProgress<T>(
  report: Report,
  label: string,
  work: (note: (detail: string) => void) => Promise<T>,
): Promise<T> {
  const began = Date.now();
  let detail = '';
  let spoke = false;
  const say = (): void => {
    spoke = true;
    report(`${label} … ${seconds(Date.now() - began)}${detail === '' ? '' : `, ${detail}`}`);
  };
  let every: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    say();
    every = setInterval(say, EVERY_MS);
  }, QUIET_MS);
  try {
    const value = await work((text) => { detail = text; });
    if (spoke) report(`${label}: done in ${seconds(Date.now() - began)}`);
    return value;
  } catch (error) {
    if (spoke) report(`${label}: failed after ${seconds(Date.now() - began)}`);
    throw error;
  } finally {
    clearTimeout(first);
    clearInterval(every);
  }
}
