import type { Kysely } from 'kysely';
import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { InstallationClock } from '../../db/installation-clock';
import type { LoginRole } from '../../db/logins';
import type { Schema } from '../../db/schema';
import { databaseUrlFor, NoDatabaseLogin } from '../../gateway/database-logins';
import type { Installation } from '../../gateway/installation';
import type { Text } from '../../domain/text';
import type { Context } from '../context';
import { Failed } from '../exit';
import { isLogged, logCommand } from '../logged';
import { installationFor, requireDatabase } from './installation';
import { within } from './patience';

/** The installation's PostgreSQL, for commands that only read or administer. */
export interface Records {
  readonly db: Kysely<Schema>;
  readonly clock: InstallationClock;
  readonly installation: Installation;
}

const OPEN_MS = 6_000;
/** The doctor asks everything at once. */
const MOST = 16;
/** A command may go over everything that was ever recorded. */
const ANSWER_MS = 600_000;

/** Opens the records, does the work and closes them. Readers come as auditor, who may change nothing. */
export async function withRecords<T>(context: Context, work: (records: Records) => Promise<T>, role: LoginRole = 'auditor'): Promise<T> {
  const installation = installationFor(context);
  await requireDatabase(installation);
  // The auditor's login writes nothing, not even who read.
  const log = ({ db, clock }: Records): Promise<void> => logCommand(context, db, clock.now()).catch(notReady);
  if (isLogged(context)) await openRecords(installation, log, 'recorder');
  return openRecords(installation, work, role);
}

export async function openRecords<T>(installation: Installation, work: (records: Records) => Promise<T>, role: LoginRole = 'auditor'): Promise<T> {
  const database = openFor(installation, role);
  try {
    const clock = await within(OPEN_MS, InstallationClock.open(database.db).catch(notReady), SILENT);
    return await work({ db: database.db, clock, installation });
  } finally {
    await Promise.race([database.close(), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  }
}

function openFor({ dataDir }: Installation, role: LoginRole): Database {
  try {
    const url = databaseUrlFor(dataDir, role);
    return openDatabase({ url, role, max: MOST, applicationName: 'lienthong-cli', answerMs: ANSWER_MS });
  } catch (error) {
    return notReady(error);
  }
}

export const SILENT = {
  en: 'PostgreSQL takes connections but does not answer; see its log in the data directory, or restart with "npm start"',
  vi: 'PostgreSQL nhận kết nối nhưng không trả lời; hãy xem nhật ký trong thư mục dữ liệu hoặc khởi động lại bằng "npm start"',
};

/** A database that answers and has no tables of ours, or lets us in under no role. */
export function notReady(error: unknown): never {
  if (error instanceof NoDatabaseLogin) throw new Failed(noLogin(error), { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  throw new Failed(
    {
      en: `PostgreSQL answers but the installation's tables cannot be read (${reason}); run "npm start", which migrates them`,
      vi: `PostgreSQL trả lời nhưng không đọc được bảng của hệ thống (${reason}); hãy chạy "npm start" để nâng cấp`,
    },
    { cause: error },
  );
}

const noLogin = ({ file, denied, dataDir, message }: NoDatabaseLogin): Text => ({
  en: message,
  vi: denied
    ? `không đọc được đường vào cơ sở dữ liệu trong "${file}"; chỉ người dùng hệ điều hành đã khởi động hệ thống mới mở được: hãy chạy lệnh với người dùng đó`
    : `không đọc được đường vào cơ sở dữ liệu trong "${file}"; hãy chạy "npm start" cho hệ thống trong "${dataDir}" để ghi lại tệp`,
});
