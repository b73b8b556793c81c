import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSConfig } from '@temporalio/client';
import type { Installation } from './installation';

/** The processes that come to Temporal, each with a certificate of its own; what each may do, temporal-server/ says. */
export type TemporalPart = 'api' | 'cli' | 'relay' | 'worker';

/** Where Temporal answers, and what it must be shown; for clients and workers alike. */
export interface TemporalConnection {
  readonly address: string;
  readonly tls?: TLSConfig;
  readonly apiKey?: string;
}

/** In the certificate of our server, whatever the address under which it is reached. */
const SERVER_NAME = 'lienthong-temporal';

type Environment = Readonly<Record<string, string | undefined>>;

/** How one part of an installation reaches its Temporal: with its certificate, or as the environment says for a server elsewhere. */
export function temporalConnection(
  { temporalAddress: address, temporalTls }: Pick<Installation, 'temporalAddress' | 'temporalTls'>,
  env: Environment,
  part: TemporalPart,
): TemporalConnection {
  return temporalTls === undefined ? configuredConnection(address, env) : { address, tls: certificateOf(temporalTls, part) };
}

function certificateOf(directory: string, part: TemporalPart): TLSConfig {
  const read = (name: string): Buffer => readCertificate(join(directory, name));
  return {
    serverNameOverride: SERVER_NAME,
    serverRootCACertificate: read('ca.crt'),
    clientCertPair: { crt: read(`${part}.crt`), key: read(`${part}.key`) },
  };
}

function readCertificate(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EACCES') throw error;
    const why = code === 'ENOENT' ? 'is not there' : 'may be read by the user of the installation alone';
    throw new Error(`"${file}", with which Temporal is reached, ${why}; run as that user, and start with "npm start", which makes what is missing`);
  }
}

/** A server that somebody else runs. The names are those of Temporal's own tools. */
function configuredConnection(address: string, env: Environment): TemporalConnection {
  const apiKey = env['TEMPORAL_API_KEY'];
  const ca = env['TEMPORAL_TLS_SERVER_CA_CERT_PATH'];
  const crt = env['TEMPORAL_TLS_CLIENT_CERT_PATH'];
  const key = env['TEMPORAL_TLS_CLIENT_KEY_PATH'];
  const serverName = env['TEMPORAL_TLS_SERVER_NAME'];
  if ((crt === undefined) !== (key === undefined)) {
    throw new Error('TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH belong together; set both, or neither');
  }
  const tls: TLSConfig = {
    ...(ca === undefined ? {} : { serverRootCACertificate: readFileSync(ca) }),
    ...(crt === undefined || key === undefined ? {} : { clientCertPair: { crt: readFileSync(crt), key: readFileSync(key) } }),
    ...(serverName === undefined ? {} : { serverNameOverride: serverName }),
  };
  // An API key never travels in the clear.
  const secured = Object.keys(tls).length > 0 || apiKey !== undefined || env['TEMPORAL_TLS'] === 'true';
  return { address, ...(secured ? { tls } : {}), ...(apiKey === undefined ? {} : { apiKey }) };
}

/** Where another installation's server keeps certificates for each part, as ours does: `TEMPORAL_TLS_DIRECTORY`. */
export const configuredCertificates = (env: Environment): string | undefined => env['TEMPORAL_TLS_DIRECTORY'] || undefined;
