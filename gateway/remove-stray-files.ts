import type { Kysely } from 'kysely';
import { dueStrays, forgetStray, releaseStray } from '../db/attachments';
import type { Schema } from '../db/schema';

/**
 * Removes from the storage what belongs to no dossier: uploads that a killed process left, files whose act was never
 * recorded, what was erased. Safe to repeat, also twice at once. In the recorder's role; any other finds nothing to do.
 * Returns how many files were removed. To be run after an erasure, and now and then.
 */
export async function removeStrayFiles(db: Kysely<Schema>, remove: (storageKey: string) => Promise<void>, realNow: number): Promise<number> {
  let removed = 0;
  for (let keys = await dueStrays(db, realNow); keys.length > 0; keys = await dueStrays(db, realNow)) {
    for (const key of keys) {
      if (await releaseStray(db, key)) {
        await remove(key);
        removed += 1;
      }
      await forgetStray(db, key);
    }
  }
  return removed;
}
