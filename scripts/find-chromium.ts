import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A real browser for the portal's tests: `LIENTHONG_CHROMIUM`, or what stands on the PATH. */
export function findChromium(): { readonly path: string; readonly how: string } {
  const given = process.env['LIENTHONG_CHROMIUM'];
  const found = given ?? (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram);
  if (found === undefined || !isProgram(found)) throw new Error(`no ${NAMES.join(', ')} on the PATH; install Debian's package "chromium", or set LIENTHONG_CHROMIUM to a browser`);
  return { path: found, how: `at ${found}` };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
