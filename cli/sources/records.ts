import type { Kysely } from 'kysely';
import { openDatabase } from '../../db/database';
import type { Role } from '../../db/ensure-roles';
import { InstallationClock } from '../../db/installation-clock';
import type { Schema } from '../../db/schema';
import type { Installation } from '../../gateway/installation';
import type { Context } from '../context';
import { Failed } from '../exit';
import { logCommand } from '../logged';
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
export async function withRecords<T>(context: Context, work: (records: Records) => Promise<T>, role: Role = 'auditor'): Promise<T> {
  const installation = installationFor(context);
  await requireDatabase(installation);
  return openRecords(
    installation,
    async (records) => {
      await logCommand(context, records.db, records.clock.now()).catch(notReady);
      return work(records);
    },
    role,
  );
}

export async function openRecords<T>(installation: Installation, work: (records: Records) => Promise<T>, role: Role = 'auditor'): Promise<T> {
  const database = openDatabase({ url: installation.databaseUrl, role, max: MOST, applicationName: 'lienthong-cli', answerMs: ANSWER_MS });
  try {
    const clock = await within(OPEN_MS, InstallationClock.open(database.db).catch(notReady), SILENT);
    return await work({ db: database.db, clock, installation });
  } finally {
    await Promise.race([database.close(), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  }
}

export const SILENT = {
  en: 'PostgreSQL takes connections but does not answer; see its log in the data directory, or restart with "npm start"',
  vi: 'PostgreSQL nhận kết nối nhưng không trả lời; hãy xem nhật ký trong thư mục dữ liệu hoặc khởi động lại bằng "npm start"',
};

/** A database that answers and has no tables of ours, or lets us in under no role. */
export function notReady(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Failed(
    {
      en: `PostgreSQL answers but the installation's tables cannot be read (${reason}); run "npm start", which migrates them`,
      vi: `PostgreSQL trả lời nhưng không đọc được bảng của hệ thống (${reason}); hãy chạy "npm start" để nâng cấp`,
    },
    { cause: error },
  );
}
