import { readFileSync } from 'node:fs';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { TLSConfig } from '@temporalio/worker';
import { createDesk } from './desk';
import * as ownSystem from './own-system';

/** An agency's own process: takes errands from its queue, and works them off through the HTTP API. */
async function main(): Promise<void> {
  const connection = await NativeConnection.connect({ address: setting('TEMPORAL_ADDRESS'), tls: certificates() });
  const desk = createDesk({
    apiUrl: setting('LIENTHONG_API_URL').replace(/\/+$/, ''),
    clientId: setting('LIENTHONG_CLIENT_ID'),
    clientSecret: setting('LIENTHONG_CLIENT_SECRET'),
  });
  const worker = await Worker.create({
    connection,
    namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'lienthong-agencies',
    taskQueue: setting('AGENCY_TASK_QUEUE'),
    workflowsPath: require.resolve('./workflow'),
    activities: { ...desk, ...ownSystem },
  });
  process.send?.('ready');
  // Ends on SIGINT and SIGTERM, when what was begun is finished.
  await worker.run();
  await connection.close();
}

/** What the province handed over; without it the connection is in the clear, for trying out alone. */
function certificates(): TLSConfig | false {
  if (!process.env['TEMPORAL_TLS_CLIENT_CERT_PATH']) return false;
  return {
    serverNameOverride: process.env['TEMPORAL_TLS_SERVER_NAME'] ?? 'lienthong-temporal',
    serverRootCACertificate: readFileSync(setting('TEMPORAL_TLS_SERVER_CA_CERT_PATH')),
    clientCertPair: {
      crt: readFileSync(setting('TEMPORAL_TLS_CLIENT_CERT_PATH')),
      key: readFileSync(setting('TEMPORAL_TLS_CLIENT_KEY_PATH')),
    },
  };
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; README.md says what it is`);
  return value;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
