import type { Kysely } from 'kysely';
import { beginAmendment } from '../../db/amendments';
import { findAgencies, findCalendar, lockPublication } from '../../db/catalogue';
import { openDossierCounts } from '../../db/reads/open-dossier-counts';
import { openDossiersByVersion, versionsOf } from '../../db/reads/versions-of';
import type { Schema } from '../../db/schema';
import { amendCalendar } from '../../domain/calendar/amend';
import type { CalendarChange } from '../../domain/calendar/amend';
import type { Instant, LocalDate } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import type { InstallationClock } from '../../db/installation-clock';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import { publishAmendment } from '../amend-calendar';
import { checkedOnce } from '../check-apart';
import type { CheckProcedure } from '../check-apart';
import { endProcedureVersion, whyNotEndOn } from '../end-procedure';
import { publishProcedureFile } from '../publish-procedure';
import type { Deed } from './deed';
import { isOperator, rightsOf } from './rights-of';

type Db = Kysely<Schema>;

/** Only procedure control or an administrator proposes it. */
export async function whyNotPublisher(db: Db, by: string, at: Instant): Promise<Refusal | undefined> {
  if (isOperator(by)) return undefined;
  const { grants, posts } = await rightsOf(db, by, at);
  const administers = grants.some(({ grant }) => grant === 'administrator');
  const publishes = administers || posts.some(({ role }) => role === 'procedure-control');
  return publishes ? undefined : refusal('ROUTE_FORBIDDEN', {
    allowed: 'procedure control, administrators',
    allowedVi: 'kiểm soát thủ tục hành chính, quản trị',
  });
}

const calendarVersion = async (
  db: Db,
): Promise<number | null> => (await findCalendar(db, PROVINCIAL_CALENDAR))?.version ?? null;

/** The days a change names, in the order of dates. */
function daysOf(change: CalendarChange, words: readonly [off: string, work: string, noLonger: string]): string {
  const [off, work, noLonger] = words;
  const said = [
    ...Object.entries(change.addDaysOff ?? {}).map(([date, reason]) => `${date} ${off} (${reason})`),
    ...Object.entries(change.addMakeUpDays ?? {}).map(([date, reason]) => `${date} ${work} (${reason})`),
    ...(change.removeDaysOff ?? []).map((date) => `${date} ${noLonger} ${off}`),
    ...(change.removeMakeUpDays ?? []).map((date) => `${date} ${noLonger} ${work}`),
    ...Object.entries(change.years ?? {}).map(([year, { status }]) => `${year}: ${status}`),
  ];
  return said.sort().join('; ');
}

export const calendarDeed = (
  clock: InstallationClock,
  { change }: { readonly change: CalendarChange },
  tellsItself = false,
): Deed => ({
  concerns: null,
  words: 'calendar amended',
  lock: (trx) => lockPublication(trx, 'calendar'),
  basis: async (db) => ({ calendar: await calendarVersion(db) }),
  async summary(db) {
    const { open } = await openDossierCounts(db);
    return {
      vi:
        `Sửa lịch làm việc – ${daysOf(change, ['nghỉ', 'làm bù', 'không còn'])}. Căn cứ: ${change.reason}. ` +
        `${open} hồ sơ đang mở được tính lại`,
      en:
        `The calendar changes – ${daysOf(change, ['is off', 'is worked', 'no longer'])}. By: ` +
        `${change.reason}. ${open} open dossiers are counted again`,
    };
  },
  async whyNot(db, by, at) {
    const forbidden = await whyNotPublisher(db, by, at);
    if (forbidden) return forbidden;
    const calendar = await findCalendar(db, PROVINCIAL_CALENDAR);
    if (!calendar) return refusal('CATALOGUE_EMPTY');
    const amended = amendCalendar(calendar, change);
    return amended.ok ? undefined : amended.refusal;
  },
  async perform(trx, { proposedBy, at }) {
    const published = await publishAmendment({ db: trx, clock }, change, proposedBy);
    if (!published.ok) return published;
    if (!tellsItself) await beginAmendment(trx, published.value.version, at);
    return ok({ location: `/v1/calendar/amendments/${published.value.version}` });
  },
});

const datesOf = async (
  db: Db,
  code: string,
): Promise<string[]> => (await versionsOf(db, code)).map(({ version, from, to }) => `v${version} ${from}–${to ?? ''}`);

export interface ProcedureFileGiven {
  readonly code: string;
  readonly version: number;
  readonly from: LocalDate;
  readonly name: { readonly vi: string; readonly en: string };
  readonly file: string;
}

export function procedureDeed(
  clock: InstallationClock,
  { code, version, from, name, file }: ProcedureFileGiven,
  check?: CheckProcedure,
): Deed {
  const desk = (db: Db) => ({ db, clock });
  const once = check && checkedOnce(check);
  const checking = once ? { check: once } : {};
  return {
    concerns: null,
    words: `procedure ${code} v${version}`,
    lock: (trx) => lockPublication(trx, code),
    basis: async (db) => ({ versions: await datesOf(db, code) }),
    async summary(db) {
      const before = (await datesOf(db, code)).at(-1);
      return {
        vi:
          `Công bố thủ tục ${code} (${name.vi}), phiên bản ${version}, hiệu lực từ ${from}; trước đó: ` +
          `${before ?? 'chưa có'}`,
        en:
          `Procedure ${code} (${name.en}) is published, version ${version}, in force from ${from}; before: ` +
          `${before ?? 'none'}`,
      };
    },
    async whyNot(db, by, at) {
      const forbidden = await whyNotPublisher(db, by, at);
      if (forbidden) return forbidden;
      const fit = await publishProcedureFile(desk(db), file, { by, file: 'file', dryRun: true, ...checking });
      return fit.ok ? undefined : fit.refusal;
    },
    async perform(trx, { proposedBy }) {
      const published = await publishProcedureFile(desk(trx), file, { by: proposedBy, file: 'file', ...checking });
      return published.ok ? ok({ location: `/v1/procedures/${code}?version=${version}` }) : refuse(published.refusal);
    },
  };
}

export interface ProcedureEndGiven {
  readonly code: string;
  readonly version: number;
  readonly date: LocalDate;
  readonly reason: string;
}

export const procedureEndDeed = (
  clock: InstallationClock,
  { code, version, date, reason }: ProcedureEndGiven,
): Deed => ({
  concerns: null,
  words: `procedure ${code} v${version} ends ${date}`,
  lock: (trx) => lockPublication(trx, code),
  basis: async (db) => ({ versions: await datesOf(db, code) }),
  async summary(db) {
    const open = (await openDossiersByVersion(db, code)).get(version) ?? 0;
    return {
      vi:
        `Thủ tục ${code} phiên bản ${version} hết hiệu lực từ ${date}. Căn cứ: ${reason}. ${open} hồ sơ ` +
        `đang mở vẫn theo phiên bản này`,
      en: `Procedure ${code} version ${version} ends on ${date}. By: ${reason}. ${open} open dossiers go on under it`,
    };
  },
  async whyNot(db, by, at) {
    const versions = await versionsOf(db, code);
    const seen = versions.find((each) => each.version === version);
    const known = versions.map((each) => each.version).join(', ') || '–';
    const unknown = seen ? undefined : refusal('PROCEDURE_UNKNOWN', { value: `${code} v${version}`, versions: known });
    return (await whyNotPublisher(db, by, at)) ?? unknown ?? whyNotEndOn(versions, seen!, date, localDateOf(at));
  },
  async perform(trx, { proposedBy: by }) {
    const seen = (await versionsOf(trx, code)).find((each) => each.version === version);
    if (!seen) return refuse(refusal('CHANGED_MEANWHILE'));
    const ended = await endProcedureVersion({ db: trx, clock }, seen, { code, date, reason, by });
    return ended.ok ? ok({ location: `/v1/procedures/${code}?version=${version}` }) : ended;
  },
});

export interface ReorganisationGiven {
  readonly assigned: Readonly<Record<string, string>>;
  readonly legalBasis: string;
}

/**
 * What is confirmed here is carried out by asking for the same again: it takes as long as there are dossiers, and is
 * safe to repeat.
 */
export const reorganisationDeed = ({ assigned, legalBasis }: ReorganisationGiven): Deed => ({
  concerns: null,
  words: 'agencies reorganised',
  lock: async () => undefined,
  basis: async (db) => ({ agencies: (await findAgencies(db))?.version ?? null }),
  async summary(db) {
    const { open } = await openDossierCounts(db);
    const pairs = Object.entries(assigned).map(([from, to]) => `${from} → ${to}`).join(', ');
    const named = pairs === '' ? '' : ` (${pairs})`;
    return {
      vi: `Chuyển hồ sơ của cơ quan không còn sang cơ quan kế thừa${named}, trong ${open} hồ sơ đang mở. Căn cứ: ${legalBasis}`,
      en: `Dossiers of agencies that are gone move to their successors${named}, among ${open} open ones. By: ${legalBasis}`,
    };
  },
  whyNot: (db, by, at) => whyNotPublisher(db, by, at),
  perform: async () => ok({}),
});
