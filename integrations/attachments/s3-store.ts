import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import { requireKey } from './store';
import type { AttachmentStore } from './store';

export interface S3Settings {
  /** Of an S3-compatible server; that of AWS in the region by default. */
  readonly endpoint?: string;
  readonly region: string;
  /** The SDK looks for credentials where it always does (environment, profile, machine role) when these are not given. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`, as most servers of one's own want it. */
  readonly pathStyle: boolean;
}

/** The smallest part that S3 takes. Of an upload two parts are in memory at most: one under way, one being filled. */
const PART_BYTES = 5 * 1024 * 1024;

/**
 * Objects `prefix/key` of a bucket. An upload becomes an object as a whole or not at all; parts left by a process that was
 * killed are seen by nobody, and are for a lifecycle rule of the bucket (abort incomplete multipart uploads) to remove.
 */
export function s3Store(bucket: string, prefix: string, { endpoint, region, credentials, pathStyle }: S3Settings): AttachmentStore {
  const client = new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // Servers other than Amazon's mostly do not know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const at = (key: string): { Bucket: string; Key: string } => {
    requireKey(key);
    return { Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` };
  };
  return {
    async put(key, content) {
      const params = { ...at(key), Body: Readable.from(content, { objectMode: false }), ContentType: 'application/octet-stream' };
      await new Upload({ client, params, queueSize: 1, partSize: PART_BYTES, leavePartsOnError: false }).done();
    },
    async sizeOf(key) {
      try {
        return (await client.send(new HeadObjectCommand(at(key)))).ContentLength;
      } catch (error) {
        // The answer to HEAD has no body that would name it more exactly.
        if (['NotFound', 'NoSuchKey'].includes((error as Error).name)) return undefined;
        throw error;
      }
    },
    async get(key) {
      try {
        return (await client.send(new GetObjectCommand(at(key)))).Body as Readable;
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },
  };
}
