import { anchorFileOf } from '../../gateway/anchor-file';
import { TornInstallation, findInstallation, homeOf, tornInstallations } from '../../gateway/installation';
import type { Installation } from '../../gateway/installation';
import type { Context, Shown } from '../context';
import { checkApi } from '../doctor/check-api';
import { checkDisk } from '../doctor/check-disk';
import { checkKeys } from '../doctor/check-keys';
import { examine, fail, fine, text, warn } from '../doctor/finding';
import type { Finding } from '../doctor/finding';
import { EXIT } from '../exit';
import { findingsText } from '../render/findings-text';
import { addressOfTarget, addressOfUrl, whySilent } from '../sources/probe';

export interface DoctorOptions {
  /** Every open dossier is compared with its workflow, not a sample. */
  readonly whole?: boolean;
}

/** `doctor`: every part is examined that can be, whatever the others say. */
export async function doctor(context: Context, { whole = false }: DoctorOptions = {}): Promise<Shown> {
  const named = context.data ?? context.env['LIENTHONG_DATA'];
  const found = lookFor(context);
  const installation = found instanceof TornInstallation ? undefined : found;
  const tornOnes = named === undefined ? tornInstallations(context.env) : [];
  const findings = [
    ...(found instanceof TornInstallation ? [torn(found, fail)] : tornOnes.map((each) => torn(each, warn))),
    ...(installation ? await examineAll(context, installation, whole) : found === undefined ? [noInstallation(context)] : []),
  ];
  const failing = findings.filter(({ severity }) => severity === 'fail').length;
  return {
    json: { dataDir: installation?.dataDir ?? null, mode: installation?.mode ?? null, healthy: failing === 0, findings },
    text: () => findingsText(findings, context),
    exitCode: failing > 0 ? EXIT.failed : EXIT.done,
  };
}

function lookFor(context: Context): Installation | TornInstallation | undefined {
  try {
    return findInstallation(context.env, context.data);
  } catch (error) {
    if (error instanceof TornInstallation) return error;
    throw error;
  }
}

/** Where the servers answer stands in that file alone: nothing else of this installation can be examined. */
const torn = ({ file, dataDir }: TornInstallation, say: typeof fail): Finding =>
  say(
    'installation',
    text(`"${file}" is empty or torn`, `"${file}" trống hoặc bị hỏng`),
    text(
      `run "npm start" for the installation in "${dataDir}", which writes it anew`,
      `chạy "npm start" cho hệ thống trong "${dataDir}", tệp sẽ được ghi lại`,
    ),
  );

function noInstallation(context: Context): Finding {
  const where = context.data ?? context.env['LIENTHONG_DATA'] ?? homeOf(context.env);
  return fail('installation', text(`there is none in "${where}"`, `không có hệ thống trong "${where}"`), text('start one with "npm start", or name its data directory with --data', 'chạy "npm start" hoặc nêu thư mục dữ liệu bằng --data'));
}

async function examineAll(context: Context, installation: Installation, whole: boolean): Promise<Finding[]> {
  const { dataDir, mode } = installation;
  const here = fine('installation', text(`"${dataDir}" (${mode}), last started ${new Date(installation.startedAt).toISOString()}`, `"${dataDir}" (${mode}), khởi động lần cuối ${new Date(installation.startedAt).toISOString()}`));
  // The keys first: opening a desk would make new ones.
  const keys = checkKeys(installation, context.env);
  const [disk, api, database, temporal] = await Promise.all([
    checkDisk(installation),
    checkApi(installation),
    inDatabase(installation, { env: context.env, whole }, anchorFileOf(context.env, dataDir)),
    inTemporal(installation, context.env),
  ]);
  return [here, ...keys, ...disk, ...database, ...temporal, ...api];
}

/** Longer than the longest of the checks within. */
const WHOLE_MS = 90_000;

const restart = text('run "npm start"; if it does not come up, its log in the data directory says why', 'chạy "npm start"; nếu không lên, xem nhật ký trong thư mục dữ liệu');

async function inDatabase(
  installation: Installation,
  look: { readonly env: Context['env']; readonly whole: boolean },
  anchorFile: string,
): Promise<readonly Finding[]> {
  const address = addressOfUrl(installation.databaseUrl);
  const reason = address && (await whySilent(address, 3_000));
  if (address && reason !== undefined) return [fail('postgres', text(`PostgreSQL does not answer at ${address.host}:${address.port} (${reason})`, `PostgreSQL không trả lời tại ${address.host}:${address.port} (${reason})`), restart)];
  return examine('postgres', async () => {
    const { openRecords } = require('../sources/records') as typeof import('../sources/records');
    const { checkDatabase } = require('../doctor/check-database') as typeof import('../doctor/check-database');
    const { checkAgencyVersions } = require('../doctor/check-agencies') as typeof import('../doctor/check-agencies');
    const { checkWork } = require('../doctor/check-work') as typeof import('../doctor/check-work');
    const { checkCarrying } = require('../doctor/check-carrying') as typeof import('../doctor/check-carrying');
    const { checkProof } = require('../doctor/check-proof') as typeof import('../doctor/check-proof');
    const { checkStores } = require('../doctor/check-stores') as typeof import('../doctor/check-stores');
    const found = await openRecords(installation, async (records) => {
      const checks = [
        checkDatabase(records),
        checkAgencyVersions(records),
        checkWork(records),
        checkCarrying(records),
        checkStores(records, installation, look),
        checkProof(records, anchorFile),
      ];
      return (await Promise.all(checks)).flat();
    });
    return [fine('postgres', text('PostgreSQL answers', 'PostgreSQL trả lời')), ...found];
  }, look.whole ? WHOLE_MS * 20 : WHOLE_MS);
}

async function inTemporal(installation: Installation, env: Context['env']): Promise<readonly Finding[]> {
  const reason = await whySilent(addressOfTarget(installation.temporalAddress), 3_000);
  if (reason !== undefined) return [fail('temporal', text(`Temporal does not answer at ${installation.temporalAddress} (${reason})`, `Temporal không trả lời tại ${installation.temporalAddress} (${reason})`), restart)];
  const { checkTemporal } = require('../doctor/check-temporal') as typeof import('../doctor/check-temporal');
  return examine('temporal', () => checkTemporal(installation, env), WHOLE_MS);
}
