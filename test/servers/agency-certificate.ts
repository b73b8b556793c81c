import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { temporalBinary } from '../../workers/servers/temporal-binary';
import { temporaryDataDir, testTemporalPlace } from '../servers';

/** The environment that brings an agency's worker to Temporal, the shared one unless told otherwise, as the province hands it over; empty where none is asked for. */
export async function agencyCertificate(
  agency: string,
  temporalTls = testTemporalPlace().temporalTls,
): Promise<Readonly<Record<string, string>>> {
  if (temporalTls === undefined) return {};
  const out = temporaryDataDir('agency-certificate');
  const { path } = await temporalBinary({ unguarded: false, report: () => undefined });
  execFileSync(path, ['certificate', '--certificates', temporalTls, '--agency', agency, '--out', out]);
  return {
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(out, 'ca.crt'),
    TEMPORAL_TLS_CLIENT_CERT_PATH: join(out, 'client.crt'),
    TEMPORAL_TLS_CLIENT_KEY_PATH: join(out, 'client.key'),
  };
}
