import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowBundle } from '../../workers/bundle';

/** What the present workflow does where a patch allows it, and how an earlier one did without. */
const WITHOUT = [
  [/\(0,\w+\.patched\)\(RULES_PATCH\)/g, 'false'],
  [/\(0,\w+\.underPresentRules\)\(on\)/g, 'on'],
] as const;

/** The workflows of the program before rules 2: dossiers begin under rules 1 and adopt nothing. */
export async function beforeRules2(directory: string): Promise<string> {
  let code = readFileSync(await workflowBundle(() => undefined), 'utf8');
  for (const [present, earlier] of WITHOUT) {
    if (!present.test(code)) throw new Error(`the bundle lacks ${present.source}`);
    code = code.replace(present, earlier);
  }
  const path = join(directory, 'before-rules-2.js');
  writeFileSync(path, code);
  return path;
}
