import type { Kysely } from 'kysely';
import { logAccess } from '../db/access-log';
import type { Access } from '../db/access-log';
import { changePerson, eraseBeside, keptPeople } from '../db/personal-data';
import type { ChangeNote, ChangedAs, Erased, KeptPerson, PersonalData, Vouch } from '../db/personal-data';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';
import { DAY_MS } from '../domain/calendar/local-time';
import type { DossierRow } from '../domain/dossier/recording';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { CONTACT_FIELDS, ERASURE, PERSON_FIELDS } from '../domain/personal-data';
import type { PersonField } from '../domain/personal-data';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import type { Retention } from '../domain/retention';
import type { Text } from '../domain/text';
import type { Signing } from './signing';

/** Who does it, and what the access log says of their request. */
export interface Office {
  readonly db: Kysely<Schema>;
  readonly as: ChangedAs;
  /** Vouches for what is done: only then the verifier believes it. */
  readonly signing: Pick<Signing, 'sign'>;
  readonly entry: Omit<Access, 'action' | 'detail' | 'dossier_id'>;
}

export interface Correction extends Pick<ChangeNote, 'ground' | 'reference'> {
  readonly subject: PersonalData['subject'];
  /** Right values; null takes a field away, a name cannot be. */
  readonly values: Readonly<Partial<Record<PersonField, string | null>>>;
  /** Whether what was wrong is forgotten at once, and not kept for its time. */
  readonly forget: boolean;
}

export interface Corrected {
  readonly version: number;
  readonly fields: readonly PersonField[];
}

/** Corrects what is kept of a person (law 91/2025, Art. 13). A trace explains why its digest is not the log's. */
export async function correctPerson(
  office: Office,
  dossierId: string,
  correction: Correction,
): Promise<Result<Corrected>> {
  const { subject, values, forget, ground, reference } = correction;
  return transact(office, async (trx) => {
    const kept = (await keptPeople(trx, dossierId)).find(({ person }) => person.subject === subject);
    if (!kept) return refuse(refusal('PERSONAL_DATA_NONE', { subject }));
    const after = corrected(kept.person, values);
    const fields = PERSON_FIELDS.filter((field) => after[field] !== kept.person[field]);
    if (fields.length === 0) return refuse(refusal('PERSONAL_DATA_SAME'));
    const note = { ground, reference, at: office.entry.at, by: office.entry.who };
    const kind = forget ? 'reduced' : 'corrected';
    const vouch = vouchFor(office, dossierId);
    const change = await changePerson(trx, office.as, dossierId, kept, { ...note, kind, fields, after }, vouch);
    if (!change) return refuse(refusal('PERSONAL_DATA_CHANGED'));
    const version = kept.version + 1;
    await written(
      trx,
      office,
      dossierId,
      `${kind} ${subject} v${version} ${fields.join(' ')}`,
      kept.digest,
      change.digest,
    );
    return ok({ version, fields });
  });
}

const vouchFor =
  ({ signing }: Office, dossierId: string): Vouch =>
  (envelope) =>
    signing.sign(dossierId, envelope).signature;

/** On its way out of a transaction, so that nothing of it stays. */
class Undone extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

async function transact<T>({ db }: Office, work: (trx: Kysely<Schema>) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await db.transaction().execute(async (trx) => {
      const done = await work(trx);
      if (!done.ok) throw new Undone(done.refusal);
      return done;
    });
  } catch (error) {
    if (error instanceof Undone) return refuse(error.refusal);
    throw error;
  }
}

function corrected(person: PersonalData, values: Correction['values']): PersonalData {
  const kept = Object.entries({ ...person, ...values }).filter(([, value]) => value !== null);
  const normal = kept.map(([field, value]) => [field, (value as string).normalize('NFC')]);
  return {
    ...(Object.fromEntries(normal) as unknown as PersonalData),
    name: (values.name ?? person.name).normalize('NFC'),
  };
}

/** Enough of each digest to find the row that it stands in, in a log that is chained. */
const MARK = 16;

async function written(
  trx: Kysely<Schema>,
  { entry }: Office,
  dossierId: string,
  what: string,
  before: string,
  after: string | null,
): Promise<void> {
  const detail = `${what} ${before.slice(0, MARK)}>${after?.slice(0, MARK) ?? '-'}`;
  await logAccess(trx, { ...entry, action: 'personal-data', dossier_id: dossierId, detail });
}

export interface Erasure extends Pick<ChangeNote, 'ground' | 'reference'> {
  /** Says what would go, and changes nothing. */
  readonly dryRun: boolean;
}

export interface ErasureLine {
  readonly table: string;
  readonly done: 'erased' | 'partly' | 'kept';
  readonly rows: number | null;
  readonly ground: Text;
}

export interface ErasureReport {
  /** Whether the period for keeping dossiers is over, or a court has decided. */
  readonly whole: boolean;
  /** First instant at which the rest may go; null where it is kept for ever, or has gone. */
  readonly keptUntil: Instant | null;
  readonly lines: readonly ErasureLine[];
}

const OPEN = ['submitted', 'processing', 'resolved'];

/**
 * Erases what may be erased of an ended dossier (law 91/2025, Art. 14), and says of every table what went, what stays
 * and why. No chain is broken: the log holds salted digests, and the salts go.
 */
export async function erasePerson(
  office: Office,
  dossier: DossierRow,
  { ground, reference, dryRun }: Erasure,
  retention: Retention,
): Promise<Result<ErasureReport>> {
  const { dossierId, stage } = dossier;
  const { at, who: by } = office.entry;
  if (OPEN.includes(stage)) return refuse(refusal('PERSONAL_DATA_NEEDED', { stage }));
  const until = keptUntil(dossier, retention);
  const whole = ground === 'court' || (until !== null && until <= at);
  const report = (erased: Erased | null): ErasureReport => ({
    whole,
    keptUntil: whole ? null : until,
    lines: linesOf(whole, erased),
  });
  if (dryRun) return ok(report(null));
  const vouch = vouchFor(office, dossierId);
  return transact(office, async (trx) => {
    for (const kept of await keptPeople(trx, dossierId)) {
      const change = changeOf(kept, whole);
      if (change === undefined) continue;
      const done = { ...change, ground, reference, at, by };
      const made = await changePerson(trx, office.as, dossierId, kept, done, vouch);
      if (!made) return refuse(refusal('PERSONAL_DATA_CHANGED'));
      await written(trx, office, dossierId, `${change.kind} ${kept.person.subject}`, kept.digest, made.digest);
    }
    const erased = await eraseBeside(trx, office.as, dossierId, { whole, by, at }, vouch);
    const detail = `erased ${whole ? 'whole' : 'contacts'} ${ground}`;
    await logAccess(trx, { ...office.entry, action: 'personal-data', dossier_id: dossierId, detail });
    return ok(report(erased));
  });
}

function keptUntil({ endedAt, returnedAt, submittedAt }: DossierRow, retention: Retention): Instant | null {
  const days = retention['dossier-data'];
  return days === null ? null : Math.max(endedAt ?? 0, returnedAt ?? 0, submittedAt) + days * DAY_MS;
}

/** Undefined where nothing of this person is to go. */
function changeOf({ person }: KeptPerson, whole: boolean) {
  if (whole) {
    const fields = PERSON_FIELDS.filter((field) => person[field] !== undefined);
    return { kind: 'erased' as const, fields, after: null };
  }
  const fields = CONTACT_FIELDS.filter((field) => person[field] !== undefined);
  if (fields.length === 0) return undefined;
  const { phone: _, email: __, ...after } = person;
  return { kind: 'reduced' as const, fields, after };
}

function linesOf(whole: boolean, erased: Erased | null): ErasureLine[] {
  const PARTLY = ['personal_data', 'voice_texts'];
  return Object.entries(ERASURE).map(([table, ruling]) => {
    const gone = ruling.erased === 'at-once' || (ruling.erased === 'later' && whole);
    const done = gone ? 'erased' : ruling.erased === 'later' && PARTLY.includes(table) ? 'partly' : 'kept';
    return { table, done, rows: erased?.[table as keyof Erased] ?? null, ground: ruling.ground };
  });
}
