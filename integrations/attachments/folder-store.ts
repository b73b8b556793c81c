import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requireKey } from './store';
import type { AttachmentStore } from './store';

/**
 * Files in a folder, spread over two levels: `ab/cd/abcd…`. A file has its name only once it is whole and on the disk; until
 * then it lies in `incoming`.
 */
export function folderStore(root: string): AttachmentStore {
  const incoming = (key: string): string => join(root, 'incoming', key);
  const final = (key: string): string => join(root, key.slice(0, 2), key.slice(2, 4), key);
  return {
    async put(key, content) {
      requireKey(key);
      await mkdir(dirname(incoming(key)), { recursive: true, mode: 0o700 });
      try {
        await write(incoming(key), content);
        await mkdir(dirname(final(key)), { recursive: true, mode: 0o700 });
        await rename(incoming(key), final(key));
      } catch (error) {
        await rm(incoming(key), { force: true });
        throw error;
      }
      // The name, and the folders it may have brought into being.
      const folder = dirname(final(key));
      for (const changed of [folder, dirname(folder), root]) await syncFolder(changed);
    },
    async sizeOf(key) {
      requireKey(key);
      try {
        return (await stat(final(key))).size;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async get(key) {
      requireKey(key);
      try {
        return (await open(final(key), 'r')).createReadStream();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async remove(key) {
      requireKey(key);
      await Promise.all([incoming(key), final(key)].map((path) => rm(path, { force: true })));
    },
  };
}

async function write(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await writeFile(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
