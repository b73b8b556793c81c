import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Result } from '../../domain/result';
import type { DeclaredFile } from './file-types';
import { folderStore } from './folder-store';
import { MEGABYTE, receiveAttachment } from './receive-attachment';
import type { ReceivedFile } from './receive-attachment';
import { commandScan } from './scan-command';
import type { AttachmentStore } from './store';

/** An installation's attached files: the way in with all its checks, the way out, and removal. */
export interface Attachments {
  readonly limitBytes: number;
  receive(key: string, content: Readable, declared: DeclaredFile): Promise<Result<ReceivedFile>>;
  sizeOf(key: string): Promise<number | undefined>;
  read(key: string): Promise<Readable | undefined>;
  remove(key: string): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_LIMIT_MB = 25;

/**
 * Where files go and what is done with them, by the environment: `LIENTHONG_ATTACHMENTS` is `folder:/path` (by default in
 * the data directory) or `s3://bucket/prefix`.
 */
export function openAttachments(env: Environment, dataDir: string): Attachments {
  const store = openStore(env, dataDir);
  const scan = env['LIENTHONG_SCAN_COMMAND'] ? commandScan(env['LIENTHONG_SCAN_COMMAND']) : null;
  const limitBytes = limitMb(env) * MEGABYTE;
  return {
    limitBytes,
    receive: (key, content, declared) => receiveAttachment({ store, scan, limitBytes }, key, content, declared),
    sizeOf: (key) => store.sizeOf(key),
    read: (key) => store.get(key),
    remove: (key) => store.remove(key),
  };
}

function openStore(env: Environment, dataDir: string): AttachmentStore {
  const address = env['LIENTHONG_ATTACHMENTS'] ?? `folder:${join(dataDir, 'attachments')}`;
  const folder = /^folder:(\/.+)$/.exec(address);
  if (folder) return folderStore(folder[1]!);
  const bucket = /^s3:\/\/([^/]+)(?:\/(.*?))?\/?$/.exec(address);
  if (!bucket) throw new Error(`LIENTHONG_ATTACHMENTS is "${address}"; write "folder:/path" or "s3://bucket/prefix"`);
  const [accessKeyId, secretAccessKey] = [env['LIENTHONG_S3_ACCESS_KEY'], env['LIENTHONG_S3_SECRET_KEY']];
  if (!accessKeyId !== !secretAccessKey) throw new Error('LIENTHONG_S3_ACCESS_KEY and LIENTHONG_S3_SECRET_KEY are given together, or neither');
  const endpoint = env['LIENTHONG_S3_ENDPOINT'];
  // The SDK is large, and most installations keep files in a folder.
  const { s3Store } = require('./s3-store') as typeof import('./s3-store');
  return s3Store(bucket[1]!, bucket[2] ?? '', {
    region: env['LIENTHONG_S3_REGION'] ?? 'us-east-1',
    pathStyle: (env['LIENTHONG_S3_PATH_STYLE'] ?? (endpoint ? 'yes' : 'no')) === 'yes',
    ...(endpoint ? { endpoint } : {}),
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  });
}

function limitMb(env: Environment): number {
  const text = env['LIENTHONG_ATTACHMENT_LIMIT_MB'];
  if (text === undefined) return DEFAULT_LIMIT_MB;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new Error(`LIENTHONG_ATTACHMENT_LIMIT_MB is "${text}"; write whole megabytes, 1 to 1000`);
  return limit;
}
