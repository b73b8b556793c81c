import { spawnSync } from 'node:child_process';
import { endOnFatal } from '../gateway/fatal';
import { findInstallation } from '../gateway/installation';
import { temporalBinary } from './servers/temporal-binary';

/** `npm run agency-certificate -- --agency CODE --out DIRECTORY [--queue NAME]`: with what an agency's own worker comes to Temporal. */
async function main(): Promise<number> {
  const installation = findInstallation(process.env);
  if (installation?.temporalTls === undefined) {
    throw new Error('there is no installation here whose Temporal makes certificates; run "npm start" once, or set LIENTHONG_DATA to its data directory');
  }
  const { path } = await temporalBinary({ unguarded: false, report: console.error });
  const { status } = spawnSync(path, ['certificate', '--certificates', installation.temporalTls, ...process.argv.slice(2)], { stdio: 'inherit' });
  return status ?? 1;
}

main().then((code) => process.exit(code), endOnFatal('agency-certificate', { trace: process.env['LIENTHONG_DEBUG'] !== undefined }));
