import type { Kysely } from 'kysely';
import { auditors, failedSignIns, raiseAlert, readingsIn } from '../db/access-alerts';
import type { AlertKind, Reading } from '../db/access-alerts';
import { findCalendar } from '../db/catalogue';
import { planNotices } from '../db/notifications';
import type { Schema } from '../db/schema';
import { nightsWithin } from '../domain/access-alerts';
import type { AlertSettings } from '../domain/access-alerts';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';

const WITHIN_MS = 3_600_000;
/** Whose matter an alert is, as every notice must say. */
const PROVINCE = 'H35';

export interface Raised extends Reading {
  readonly alarm: number;
  readonly kind: AlertKind;
}

/**
 * Looks at the last hour of the access log, in real time whatever a demonstration's clock says: who read more than
 * somebody at work would, who read by night, whose password was tried too often. Each becomes an alarm, once an hour,
 * and every auditor is told. Safe to repeat, also twice at once.
 */
export async function watchAccess(
  db: Kysely<Schema>,
  { mass, night, signIn }: AlertSettings,
  { at, realNow }: { readonly at: Instant; readonly realNow: number },
): Promise<readonly Raised[]> {
  const hour = { from: realNow - WITHIN_MS, to: realNow + 1 };
  const calendar = night === null ? undefined : ((await findCalendar(db, PROVINCIAL_CALENDAR)) as Calendar | undefined);
  const found: readonly (readonly [AlertKind, number | null, () => Promise<readonly Reading[]>])[] = [
    ['mass-reading', mass, () => readingsIn(db, [hour])],
    ['night-reading', night, () => readingsIn(db, nightsWithin(calendar, hour))],
    ['sign-in-failures', signIn, () => failedSignIns(db, hour)],
  ];
  const raised: Raised[] = [];
  for (const [kind, limit, readings] of found) {
    if (limit === null) continue;
    const tooMany = (await readings()).filter(({ dossiers, searches }) => dossiers + searches >= limit);
    for (const reading of tooMany) {
      const alarm = await raiseAlert(db, kind, reading, { realNow, unlessSince: hour.from });
      if (alarm !== undefined) raised.push({ ...reading, alarm, kind });
    }
  }
  if (raised.length > 0) await tellAuditors(db, raised, { at, realNow });
  return raised;
}

async function tellAuditors(
  db: Kysely<Schema>,
  raised: readonly Raised[],
  { at, realNow }: { readonly at: Instant; readonly realNow: number },
): Promise<void> {
  const told = await auditors(db);
  const notices = raised.flatMap(({ alarm, kind, ...reading }) =>
    told.map((recipient) => ({
      messageId: `alarm/${alarm}`,
      recipientKind: 'officer' as const,
      recipient,
      template: 'access-alert',
      agency: PROVINCE,
      about: { list: { kind: 'access-alert', alert: kind, alarm, ...reading } },
    })),
  );
  await planNotices(db, notices, at, realNow);
}
