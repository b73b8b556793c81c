import { randomBytes } from 'node:crypto';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { AgencyCode, OfficerRole } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import type { Schema } from './schema';

export const CHANNELS = ['email', 'sms', 'zalo'] as const;
export type ChannelName = (typeof CHANNELS)[number];
export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What an applicant, an officer or an agency is told by when nothing else was said. */
export const DEFAULT_CHANNELS: readonly ChannelName[] = ['email', 'sms'];

/** Whose preferences: an officer, an agency's box, or the applicant of a dossier. */
export interface ContactKey {
  readonly kind: 'person' | 'agency' | 'dossier';
  /** Person, agency code or dossier id. */
  readonly key: string;
}

export interface ContactPreferences {
  /** Null for a dossier: an applicant's addresses are personal data. */
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: Language;
  /** In order; the first that has an address is used. None: nothing is sent. */
  readonly channels: readonly ChannelName[];
  /** Whether quiet hours hold back SMS and Zalo to an officer. An applicant's are always held. */
  readonly quiet: boolean;
}

export interface StoredPreferences extends ContactPreferences {
  /** Raised by each change; what an If-Match names. */
  readonly version: number;
  /** Of the address digests that notices hold. */
  readonly salt: Buffer;
}

export interface PreferencesChange {
  readonly by: string;
  readonly at: Instant;
  /** The version the change was made on; 0 where there was none. */
  readonly ifVersion: number;
}

/** Undefined while nothing was ever said, which means for officers and agencies that they are not told. */
export const findContactPreferences = async (db: Kysely<Schema>, { kind, key }: ContactKey): Promise<StoredPreferences | undefined> => {
  const row = await db.selectFrom('contact_preferences').selectAll().where('kind', '=', kind).where('key', '=', key).executeTakeFirst();
  return row && preferencesOf(row);
};

/** Writes the preferences whole. Answers the new version, or undefined when somebody else changed them since `ifVersion`. */
export const saveContactPreferences = async (
  db: Kysely<Schema>,
  { kind, key }: ContactKey,
  { email, phone, language, channels, quiet }: ContactPreferences,
  { by, at, ifVersion }: PreferencesChange,
): Promise<number | undefined> => {
  const columns = { email, phone, language, channels: [...channels], quiet, changed_at: at, changed_by: by };
  if (ifVersion === 0) {
    const added = await db
      .insertInto('contact_preferences')
      .values({ kind, key, ...columns, salt: randomBytes(16) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('version')
      .executeTakeFirst();
    return added?.version;
  }
  const changed = await db
    .updateTable('contact_preferences')
    .set({ ...columns, version: sql`version + 1` })
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('version', '=', ifVersion)
    .returning('version')
    .executeTakeFirst();
  return changed?.version;
};

/** Who of these holds the post at an instant and has said how to be reached. */
export const reachableInPost = async (db: Kysely<Schema>, agency: AgencyCode, role: OfficerRole, at: Instant): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('postings')
    .innerJoin('contact_preferences', (join) => join.onRef('contact_preferences.key', '=', 'postings.person').on('contact_preferences.kind', '=', 'person'))
    .select('postings.person')
    .distinct()
    .where('agency', '=', agency)
    .where('role', '=', role)
    .where('from_at', '<=', at)
    .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>', at)]))
    .orderBy('postings.person')
    .execute();
  return rows.map((row) => row.person);
};

const preferencesOf = (row: Selectable<Schema['contact_preferences']>): StoredPreferences => ({
  email: row.email,
  phone: row.phone,
  language: row.language,
  channels: row.channels,
  quiet: row.quiet,
  version: row.version,
  salt: row.salt,
});
