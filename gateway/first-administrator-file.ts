import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './whole-file';

const fileOf = (dataDir: string): string => join(dataDir, 'first-administrator');

/** Name and password of the first administrator, for whoever may read the data directory. Returns the file. */
export function writeFirstAdministrator(dataDir: string, person: string, password: string): string {
  writeWhole(fileOf(dataDir), `${person} ${password}\n`);
  return fileOf(dataDir);
}

/** Once they have a password of their own, the one in the file is worth nothing, and nobody need wonder what it is. */
export function forgetFirstAdministrator(dataDir: string, person: string): void {
  const file = fileOf(dataDir);
  if (existsSync(file) && readFileSync(file, 'utf8').split(' ')[0] === person) rmSync(file, { force: true });
}
