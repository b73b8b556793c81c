import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';

/** AES-256 keys by id; `active` encrypts, all of them decrypt. Rotation: add a key, make it active, keep the old one. */
export interface PayloadKeys {
  readonly active: string;
  readonly keys: Readonly<Record<string, Uint8Array>>;
}

const ENCODING = 'binary/lienthong-aes-gcm';
const text = new TextEncoder();
const read = new TextDecoder();

type Context = { readonly workflowId?: string };

/**
 * Encrypts whatever travels through Temporal, and takes nothing from there that is not encrypted. The dossier id is additional data, carried in the payload's metadata, so
 * that a ciphertext cannot be moved from one dossier to another unnoticed.
 */
export function createPayloadCodec({ active, keys }: PayloadKeys): PayloadCodec {
  const key = keys[active];
  if (!key) throw new Error(`payload key "${active}" is active and missing from the key ring; it has: ${Object.keys(keys).join(', ')}`);
  return {
    async encode(payloads, context?: Context) {
      return payloads.map((payload) => seal(payload, active, key, boundTo(context?.workflowId) ?? ''));
    },
    async decode(payloads, context?: Context) {
      return payloads.map((payload) => open(payload, keys, boundTo(context?.workflowId)));
    },
  };
}

/**
 * The same for workers. A workflow task that cannot be read is tried again for ever, so one refused payload would stop the
 * dossier it was sent to. Here it becomes a payload that no converter knows: the Update it came with is rejected, with the
 * reason, and the dossier goes on.
 */
export function refusingWhereUsed(codec: PayloadCodec): PayloadCodec {
  const decodeOne = async (payload: Payload, context: never): Promise<Payload> => {
    try {
      return (await codec.decode([payload], context))[0]!;
    } catch (error) {
      return { metadata: { encoding: text.encode(`refused, ${(error as Error).message}`) } };
    }
  };
  return {
    encode: (payloads, context) => codec.encode(payloads, context),
    decode: (payloads, context) => Promise.all(payloads.map((payload) => decodeOne(payload, context as never))),
  };
}

/** A run of a sweep is handed what the run before it answered, so all sweeps are bound together. */
const boundTo = (workflowId: string | undefined): string | undefined => (workflowId?.startsWith('sweep/') ? 'sweep' : workflowId);

function seal(payload: Payload, keyId: string, key: Uint8Array, dossier: string): Payload {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(text.encode(dossier));
  const sealed = Buffer.concat([cipher.update(pack(payload)), cipher.final()]);
  return {
    metadata: { encoding: text.encode(ENCODING), key: text.encode(keyId), dossier: text.encode(dossier) },
    data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]),
  };
}

/** Whether a payload claims to be encrypted by us; only opening it shows whether it was. */
export const isSealed = ({ metadata }: Payload): boolean =>
  metadata?.['encoding'] !== undefined && read.decode(metadata['encoding']) === ENCODING;

/** What is not encrypted is refused: whoever reached Temporal without a key could else write any dossier's log. */
function open(payload: Payload, keys: PayloadKeys['keys'], workflowId: string | undefined): Payload {
  const { metadata, data } = payload;
  if (!isSealed(payload) || !metadata || !data) {
    const encoding = metadata?.['encoding'] ? read.decode(metadata['encoding']) : '';
    throw new Error(
      `payload of encoding "${encoding}" is not encrypted and is refused; whoever sends it must encrypt it with a payload key of this installation`,
    );
  }
  const keyId = read.decode(metadata.key);
  const dossier = read.decode(metadata.dossier);
  const key = keys[keyId];
  if (!key) throw new Error(`payload was encrypted with key "${keyId}", which is not in the key ring; add it back to read older histories`);
  if (workflowId !== undefined && dossier !== '' && dossier !== workflowId) {
    throw new Error(`payload belongs to dossier "${dossier}" and was found in "${workflowId}"`);
  }
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAAD(text.encode(dossier));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return unpack(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]));
}

/** The inner payload: length of its metadata as JSON, the metadata, the data. */
function pack({ metadata, data }: Payload): Buffer {
  const head = text.encode(JSON.stringify(Object.fromEntries(Object.entries(metadata ?? {}).map(([k, v]) => [k, read.decode(v)]))));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  // What answers nothing (an archived dossier, a void activity) comes from the decoder with an empty plain array.
  return Buffer.concat([length, head, data?.length ? data : new Uint8Array()]);
}

function unpack(bytes: Buffer): Payload {
  const length = bytes.readUInt32BE(0);
  const head = JSON.parse(read.decode(bytes.subarray(4, 4 + length))) as Record<string, string>;
  return {
    metadata: Object.fromEntries(Object.entries(head).map(([k, v]) => [k, text.encode(v)])),
    data: new Uint8Array(bytes.subarray(4 + length)),
  };
}
