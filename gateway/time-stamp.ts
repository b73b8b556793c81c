import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AlgorithmIdentifier,
  ContentInfo,
  MessageImprint,
  SignedData,
  TSTInfo,
  TimeStampReq,
  TimeStampResp,
} from 'pkijs';

const SHA_256 = '2.16.840.1.101.3.4.2.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
/** Granted, with or without changes (RFC 3161, 2.4.2). */
const GRANTED = [0, 1];
const ANSWER_MS = 20_000;

/** What an authority says: it saw the digest of a statement no later than then. */
export interface TimeStamp {
  readonly at: Date;
  /** The authority's own number of it, hex. */
  readonly serial: string;
  readonly nonce: string | null;
}

/** Asks a time-stamping authority over HTTP for a stamp of a statement's SHA-256; answers its response as it came (DER). */
export async function requestTimeStamp(url: string, statement: string): Promise<Buffer> {
  const digest = createHash('sha256').update(statement, 'utf8').digest();
  const nonce = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA_256, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(digest) }),
    }),
    nonce: new asn1js.Integer({ valueHex: new Uint8Array(nonce) }),
    certReq: true,
  });
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(request.toSchema().toBER()),
    signal: AbortSignal.timeout(ANSWER_MS),
    redirect: 'error',
  });
  if (!answer.ok) throw new Error(`the time-stamping authority answered ${answer.status}`);
  const response = Buffer.from(await answer.arrayBuffer());
  const stamp = await readTimeStamp(response, statement);
  if (stamp.nonce !== nonce.toString('hex')) throw new Error('the time-stamping authority answered another request');
  return response;
}

/**
 * Reads a response and checks that it is over this statement, and the authority's signature over it with the certificate that came with it. Whether that
 * certificate is one to be trusted is for whoever has the authority's root: `openssl ts -verify`.
 */
export async function readTimeStamp(response: Buffer, statement: string): Promise<TimeStamp> {
  const answer = TimeStampResp.fromBER(new Uint8Array(response));
  if (!GRANTED.includes(answer.status.status) || answer.timeStampToken === undefined)
    throw new Error(`the time-stamping authority refused (status ${answer.status.status})`);
  const token: ContentInfo = answer.timeStampToken;
  if (token.contentType !== SIGNED_DATA) throw new Error('the time stamp is no signed data');
  const signed = new SignedData({ schema: token.content });
  const content = signed.encapContentInfo.eContent;
  if (signed.encapContentInfo.eContentType !== TST_INFO || content === undefined)
    throw new Error('the time stamp holds no stamp');
  const info = TSTInfo.fromBER(content.getValue());
  const data = new Uint8Array(Buffer.from(statement, 'utf8')).buffer;
  const isSigned = await signed.verify({ signer: 0, checkChain: false, data });
  if (!isSigned) throw new Error('the time stamp is not of this statement, or not signed by its own certificate');
  return {
    at: info.genTime,
    serial: Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex'),
    nonce: info.nonce === undefined ? null : Buffer.from(info.nonce.valueBlock.valueHexView).toString('hex'),
  };
}
