import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import type { Result } from '../../domain/result';
import type { Text } from '../../domain/text';
import { ALLOWED_KINDS } from './file-types';
import type { FileKind } from './file-types';

/** Reads a content as it passes. Once it says what is wrong, nothing more is given to it. */
export interface Reader {
  take(chunk: Buffer): Refusal | null;
  /** After the last chunk. */
  end(): Result<FileKind> | Promise<Result<FileKind>>;
  /** Always, and last. */
  close?(): void;
}

export const notAllowed = ({ en, vi }: Text): Refusal => refusal('ATTACHMENT_TYPE_REFUSED', { found: en, foundVi: vi, allowed: ALLOWED_KINDS }, 'file');

/** For what does something by itself when it is opened, or has something fetched. */
export const active = ({ en, vi }: Text): Refusal => refusal('ATTACHMENT_ACTIVE', { found: en, foundVi: vi }, 'file');
