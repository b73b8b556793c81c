import { Failed } from '../exit';
import type { Text } from '../../domain/text';

/** Waits for a promise at most so long; a server that accepts connections and then says nothing must not hang a command. */
export async function within<T>(ms: number, promise: Promise<T>, otherwise: Text): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failed(otherwise)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
