import { messageOf } from '../domain/errors';
import type { Result } from '../domain/result';

/** A setting of the environment, or the end of the process, with what is wrong and what would be right. */
export function settingOf<T>(read: Result<T>): T {
  if (!read.ok) throw new Error(messageOf(read.refusal));
  return read.value;
}
