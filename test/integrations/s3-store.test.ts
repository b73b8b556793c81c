import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import type { Attachments } from '../../integrations/attachments/open-attachments';
import { pdf } from './sample-files';
import { s3Binary, startS3 } from './s3-server';
import type { S3Server } from './s3-server';

const BUCKET = 'papers';
const MB = 1024 * 1024;
const binary = s3Binary();
const onS3 = binary === null ? describe.skip : describe;

onS3('files in an S3-compatible storage [needs gofakes3, cached or built with Go]', () => {
  let server: S3Server;
  let attachments: Attachments;
  let client: S3Client;
  beforeAll(async () => {
    server = await startS3(binary!, BUCKET);
    const env = {
      LIENTHONG_ATTACHMENTS: `s3://${BUCKET}/lai-chau/tep`,
      LIENTHONG_S3_ENDPOINT: server.endpoint,
      LIENTHONG_S3_ACCESS_KEY: 'key',
      LIENTHONG_S3_SECRET_KEY: 'secret',
    };
    attachments = openAttachments(env, '/nowhere');
    client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } });
  });
  afterAll(async () => {
    client.destroy();
    await server?.stop();
  });

  const newKey = (): string => randomUUID().replaceAll('-', '');
  const parts = (content: Buffer): Readable => Readable.from(Array.from({ length: Math.ceil(content.length / 65_536) }, (_, i) => content.subarray(i * 65_536, (i + 1) * 65_536)));
  const objects = async (): Promise<string[]> => ((await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? []).map((object) => object.Key!);
  const unfinished = async (): Promise<unknown[]> => (await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads ?? [];

  it.each([1_000, 5 * MB, 12 * MB + 1])('of %d bytes come back byte by byte, under the prefix, until they are removed', async (bytes) => {
    const content = pdf(bytes);
    const key = newKey();
    expect(await attachments.receive(key, parts(content), { name: 'a.pdf' })).toMatchObject({ ok: true, value: { size: bytes } });
    expect(await objects()).toEqual([`lai-chau/tep/${key}`]);
    expect((await buffer((await attachments.read(key))!)).equals(content)).toBe(true);
    await attachments.remove(key);
    await attachments.remove(key);
    expect(await attachments.read(key)).toBeUndefined();
    expect(await objects()).toEqual([]);
  });

  it.each([
    ['refused at once', Readable.from([Buffer.from('MZ'), Buffer.alloc(8_000)]), 'ATTACHMENT_TYPE_REFUSED'],
    ['refused after parts of it have gone', parts(pdf(26 * MB)), 'ATTACHMENT_TOO_LARGE'],
    ['that breaks off', Readable.from((async function* () { yield pdf(12 * MB); throw new Error('gone'); })()), 'ATTACHMENT_BROKEN_OFF'],
  ])('%s leave neither an object nor parts', async (_, content, code) => {
    expect(await attachments.receive(newKey(), content, { name: 'a.pdf' })).toMatchObject({ ok: false, refusal: { code } });
    expect(await objects()).toEqual([]);
    expect(await unfinished()).toEqual([]);
  });

  it('a server that is away is no refusal', async () => {
    const away = openAttachments({ LIENTHONG_ATTACHMENTS: `s3://no-such-bucket`, LIENTHONG_S3_ENDPOINT: server.endpoint, LIENTHONG_S3_ACCESS_KEY: 'key', LIENTHONG_S3_SECRET_KEY: 'secret' }, '/nowhere');
    await expect(away.receive(newKey(), parts(pdf()), { name: 'a.pdf' })).rejects.toThrow();
  });
});
