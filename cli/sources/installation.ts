import { TornInstallation, findInstallation, homeOf, tornInstallations } from '../../gateway/installation';
import type { Installation } from '../../gateway/installation';
import type { Text } from '../../domain/text';
import type { Context } from '../context';
import { Failed } from '../exit';
import { addressOfTarget, addressOfUrl, whySilent } from './probe';

/** How long an unreachable server may keep a person waiting. */
export const ANSWER_MS = 3_000;
/** A command that can do without an installation asks only briefly whether one is there. */
const GLANCE_MS = 300;

/** Undefined where there is none. Failed, with the name of the file, where it is there and cannot be read. */
function foundInstallation(context: Context): Installation | undefined {
  try {
    const found = findInstallation(context.env, context.data);
    if (context.data === undefined && context.env['LIENTHONG_DATA'] === undefined) remarkTorn(context);
    return found;
  } catch (error) {
    if (error instanceof TornInstallation) throw new Failed(tornText(error));
    throw error;
  }
}

/** Whoever names no installation gets the one started last, which may be another than they think. */
function remarkTorn(context: Context): void {
  for (const torn of tornInstallations(context.env)) {
    const { en, vi } = tornText(torn);
    context.remark({ en: `left out: ${en}`, vi: `bỏ qua: ${vi}` });
  }
}

const tornText = ({ file, dataDir }: TornInstallation): Text => ({
  en: `"${file}" is empty or torn; run "npm start" for the installation in "${dataDir}", which writes it anew`,
  vi: `"${file}" trống hoặc bị hỏng; hãy chạy "npm start" cho hệ thống trong "${dataDir}", tệp sẽ được ghi lại`,
});

/** The installation the command means. Failed, with the way out, when there is none. */
export function installationFor(context: Context): Installation {
  const found = foundInstallation(context);
  if (found) return found;
  const where = context.data ?? context.env['LIENTHONG_DATA'] ?? homeOf(context.env);
  throw new Failed({
    en: `no installation was found in "${where}"; start one with "npm start", or name its data directory with --data`,
    vi: `không tìm thấy hệ thống trong "${where}"; hãy chạy "npm start" hoặc nêu thư mục dữ liệu bằng --data`,
  });
}

/** A command that can do without an installation goes on without one that cannot be read, and says so. */
function glancedAt(context: Context): Installation | undefined {
  try {
    return foundInstallation(context);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    context.remark(error.text);
    return undefined;
  }
}

/** The installation if its database answers at once; commands that also work from the repository's catalogue ask this. */
export async function runningInstallation(context: Context): Promise<Installation | undefined> {
  const found = glancedAt(context);
  if (!found) return undefined;
  const address = addressOfUrl(found.databaseUrl);
  return address === undefined || (await whySilent(address, GLANCE_MS)) === undefined ? found : undefined;
}

/** Failed when PostgreSQL does not answer. */
export async function requireDatabase(installation: Installation): Promise<void> {
  const address = addressOfUrl(installation.databaseUrl);
  const reason = address && (await whySilent(address, ANSWER_MS));
  if (reason === undefined) return;
  const where = `${address!.host}:${address!.port}`;
  throw new Failed({
    en: `PostgreSQL does not answer at ${where} (${reason}); run "npm start" for the installation in "${installation.dataDir}", or start the server that DATABASE_URL names`,
    vi: `PostgreSQL không trả lời tại ${where} (${reason}); hãy chạy "npm start" cho hệ thống trong "${installation.dataDir}", hoặc khởi động máy chủ mà DATABASE_URL nêu`,
  });
}

/** Failed when Temporal does not answer. */
export async function requireTemporal(installation: Installation): Promise<void> {
  const reason = await whySilent(addressOfTarget(installation.temporalAddress), ANSWER_MS);
  if (reason === undefined) return;
  throw new Failed({
    en: `Temporal does not answer at ${installation.temporalAddress} (${reason}); run "npm start" for the installation in "${installation.dataDir}"`,
    vi: `Temporal không trả lời tại ${installation.temporalAddress} (${reason}); hãy chạy "npm start" cho hệ thống trong "${installation.dataDir}"`,
  });
}
