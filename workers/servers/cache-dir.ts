import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where binaries live that are slow to obtain and the same for every checkout: $LIENTHONG_CACHE, else the user's cache. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env['LIENTHONG_CACHE']) return env['LIENTHONG_CACHE'];
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lienthong');
}
