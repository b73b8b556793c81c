import { ensureLogins, LOGIN_ROLES, loginName } from '../../db/logins';
import type { LoginRole } from '../../db/logins';
import { keepSealKey } from '../../db/reader-seal';
import { keepLogins, loginUrl } from '../../gateway/database-logins';

/** Of every login of the throw-away server, so that a test knows it from the database's URL alone. */
const PASSWORD = 'of-every-login-of-the-throw-away-server';

const forEach = <T>(value: (role: LoginRole) => T): Record<LoginRole, T> =>
  Object.fromEntries(LOGIN_ROLES.map((role) => [role, value(role)])) as Record<LoginRole, T>;

/** Makes the logins of a database, as `npm start` does. */
export const giveLogins = async (url: string): Promise<void> => {
  await ensureLogins(url, forEach(() => PASSWORD));
  await keepSealKey(url, urlAs(url, 'api'));
};

/** The database entered as a process enters it. `url` may be anybody's. */
export const urlAs = (url: string, role: LoginRole): string => loginUrl(url, role, PASSWORD);

/** As whom the API connects. */
export const apiUrls = (url: string) => ({ api: urlAs(url, 'api'), auditor: urlAs(url, 'auditor') });

/** Where the processes of an installation find their logins. */
export const keepTestLogins = (dataDir: string, url: string): void => keepLogins(dataDir, forEach((role) => urlAs(url, role)));

/** Drops the logins of a database that is gone. */
export const dropLoginsText = (database: string): string =>
  LOGIN_ROLES.map((role) => `drop role if exists "${loginName(database, role)}"`).join('; ');
