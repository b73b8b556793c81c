import type { Kysely } from 'kysely';
import { DEFAULT_CHANNELS, findContactPreferences, type ChannelName, type Language } from '../../db/contact-preferences';
import { readApplicantContacts, type Notice } from '../../db/notifications';
import { digestOf } from '../../db/personal-data';
import type { Schema } from '../../db/schema';
import type { Instant } from '../../domain/calendar/calendar';
import { firstAddress, type Address } from './addresses';

/** How one recipient is reached now. */
export interface Reached extends Address {
  readonly name: string | null;
  readonly language: Language;
  /** Salted: it tells whether this address was used, and nothing to whoever has only the digest. */
  readonly addressDigest: string;
  /** Whether quiet hours hold back what would ring. */
  readonly quiet: boolean;
}

/** Undefined when there is no address on any channel that the recipient wants and the installation has. */
export const reach = async (db: Kysely<Schema>, notice: Notice, available: (channel: ChannelName) => boolean, now: Instant): Promise<Reached | undefined> => {
  // A channel on which something was attempted may have told it already.
  const usable = (channel: ChannelName): boolean => available(channel) && (notice.channel === null || notice.channel === channel);
  return notice.recipientKind === 'applicant' ? reachApplicant(db, notice, usable, now) : reachOfficer(db, notice, usable);
};

/** The applicant, or whoever handed in for them: an infant has no telephone. */
const reachApplicant = async (db: Kysely<Schema>, notice: Notice, usable: (channel: ChannelName) => boolean, now: Instant): Promise<Reached | undefined> => {
  const preferences = await findContactPreferences(db, { kind: 'dossier', key: notice.dossierId! });
  for (const person of await readApplicantContacts(db, notice.dossierId!, now, notice.template)) {
    const address = firstAddress(person, preferences?.channels ?? DEFAULT_CHANNELS, usable);
    if (address) return { ...address, name: person.name, language: preferences?.language ?? 'vi', addressDigest: digestOf(person.salt, address.to), quiet: true };
  }
  return undefined;
};

const reachOfficer = async (db: Kysely<Schema>, { recipientKind, recipient }: Notice, usable: (channel: ChannelName) => boolean): Promise<Reached | undefined> => {
  const kind = recipientKind === 'agency' ? 'agency' : 'person';
  const preferences = await findContactPreferences(db, { kind, key: recipient });
  const address = preferences && firstAddress(preferences, preferences.channels, usable);
  if (!preferences || !address) return undefined;
  const person = kind === 'person' ? await db.selectFrom('people').select('name').where('person', '=', recipient).executeTakeFirst() : undefined;
  return { ...address, name: person?.name ?? null, language: preferences.language, addressDigest: digestOf(preferences.salt, address.to), quiet: preferences.quiet };
};
