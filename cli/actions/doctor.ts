import { findInstallation, homeOf } from '../../gateway/installation';
import type { Installation } from '../../gateway/installation';
import type { Context, Shown } from '../context';
import { checkApi } from '../doctor/check-api';
import { checkDisk } from '../doctor/check-disk';
import { checkKeys } from '../doctor/check-keys';
import { examine, fail, fine, text } from '../doctor/finding';
import type { Finding } from '../doctor/finding';
import { EXIT } from '../exit';
import { findingsText } from '../render/findings-text';
import { addressOfTarget, addressOfUrl, whySilent } from '../sources/probe';

/** `doctor`: every part is examined that can be, whatever the others say. */
export async function doctor(context: Context): Promise<Shown> {
  const installation = findInstallation(context.env, context.data);
  const findings = installation ? await examineAll(context, installation) : [noInstallation(context)];
  const failing = findings.filter(({ severity }) => severity === 'fail').length;
  return {
    json: { dataDir: installation?.dataDir ?? null, mode: installation?.mode ?? null, healthy: failing === 0, findings },
    text: () => findingsText(findings, context),
    exitCode: failing > 0 ? EXIT.failed : EXIT.done,
  };
}

function noInstallation(context: Context): Finding {
  const where = context.data ?? context.env['LIENTHONG_DATA'] ?? homeOf(context.env);
  return fail('installation', text(`there is none in "${where}"`, `không có hệ thống trong "${where}"`), text('start one with "npm start", or name its data directory with --data', 'chạy "npm start" hoặc nêu thư mục dữ liệu bằng --data'));
}

async function examineAll(context: Context, installation: Installation): Promise<Finding[]> {
  const { dataDir, mode } = installation;
  const here = fine('installation', text(`"${dataDir}" (${mode}), last started ${new Date(installation.startedAt).toISOString()}`, `"${dataDir}" (${mode}), khởi động lần cuối ${new Date(installation.startedAt).toISOString()}`));
  // The keys first: opening a desk would make new ones.
  const keys = checkKeys(installation, context.env);
  const [disk, api, database, temporal] = await Promise.all([
    checkDisk(installation),
    checkApi(installation),
    inDatabase(installation),
    inTemporal(installation),
  ]);
  return [here, ...keys, ...disk, ...database, ...temporal, ...api];
}

/** Longer than the longest of the checks within. */
const WHOLE_MS = 90_000;

const restart = text('run "npm start"; if it does not come up, its log in the data directory says why', 'chạy "npm start"; nếu không lên, xem nhật ký trong thư mục dữ liệu');

async function inDatabase(installation: Installation): Promise<readonly Finding[]> {
  const address = addressOfUrl(installation.databaseUrl);
  const reason = address && (await whySilent(address, 3_000));
  if (address && reason !== undefined) return [fail('postgres', text(`PostgreSQL does not answer at ${address.host}:${address.port} (${reason})`, `PostgreSQL không trả lời tại ${address.host}:${address.port} (${reason})`), restart)];
  return examine('postgres', async () => {
    const { openRecords } = require('../sources/records') as typeof import('../sources/records');
    const { checkDatabase } = require('../doctor/check-database') as typeof import('../doctor/check-database');
    const { checkWork } = require('../doctor/check-work') as typeof import('../doctor/check-work');
    const { checkCarrying } = require('../doctor/check-carrying') as typeof import('../doctor/check-carrying');
    const found = await openRecords(installation, async (records) =>
      (await Promise.all([checkDatabase(records), checkWork(records), checkCarrying(records)])).flat(),
    );
    return [fine('postgres', text('PostgreSQL answers', 'PostgreSQL trả lời')), ...found];
  }, WHOLE_MS);
}

async function inTemporal(installation: Installation): Promise<readonly Finding[]> {
  const reason = await whySilent(addressOfTarget(installation.temporalAddress), 3_000);
  if (reason !== undefined) return [fail('temporal', text(`Temporal does not answer at ${installation.temporalAddress} (${reason})`, `Temporal không trả lời tại ${installation.temporalAddress} (${reason})`), restart)];
  const { checkTemporal } = require('../doctor/check-temporal') as typeof import('../doctor/check-temporal');
  return examine('temporal', () => checkTemporal(installation), WHOLE_MS);
}
