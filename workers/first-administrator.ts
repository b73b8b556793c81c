import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import { saveAccount, setGrants } from '../db/accounts';
import { savePerson } from '../db/people';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';
import { hashPassword } from '../gateway/passwords';
import { writeFirstAdministrator } from '../gateway/first-administrator-file';

const PERSON = 'admin';
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Somebody must be able to let the others in: an installation without an administrator gets one, whose password is written to a
 * file that only its owner can read, and good for choosing one's own. Returns that file, or null where there is an administrator already.
 */
export async function ensureAdministrator(db: Kysely<Schema>, dataDir: string, at: Instant): Promise<string | null> {
  const known = await db.selectFrom('person_grants').select('person').where('grant_name', '=', 'administrator').limit(1).executeTakeFirst();
  if (known) return null;
  const password = Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]!).join('');
  const file = writeFirstAdministrator(dataDir, PERSON, password);
  await savePerson(db, PERSON, 'Quản trị hệ thống');
  await saveAccount(db, PERSON, { passwordHash: await hashPassword(password), mustChangePassword: true });
  await setGrants(db, PERSON, ['administrator'], { at, by: 'npm start' });
  return file;
}
