import { lockPublication } from '../db/catalogue';
import { abolishProcedure } from '../db/procedure-endings';
import { versionsOf } from '../db/reads/versions-of';
import type { VersionDates } from '../db/reads/versions-of';
import type { LocalDate } from '../domain/calendar/calendar';
import { localDateOf } from '../domain/calendar/local-time';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import type { ProcedureCode } from '../domain/procedure/procedure';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { inTransaction } from '../db/in-transaction';
import type { Desk } from './desk';

export interface ProcedureEnd {
  readonly code: ProcedureCode;
  /** First day it is no longer in force. */
  readonly date: LocalDate;
  /** The decision that says so. */
  readonly reason: string;
  readonly by: string;
}

/**
 * Ends a published version. Not in the past, for what was accepted under it stays accepted; not after the next version has begun, for
 * one is in force at a time. CHANGED_MEANWHILE where its end is not as the caller saw it.
 */
export const endProcedureVersion = ({ db, clock }: Pick<Desk, 'db' | 'clock'>, seen: VersionDates, { code, date, reason, by }: ProcedureEnd): Promise<Result<void>> =>
  inTransaction(db, async (trx) => {
    await lockPublication(trx, code);
    const versions = await versionsOf(trx, code);
    const present = versions.find(({ version }) => version === seen.version);
    if (!present || present.to !== seen.to) return refuse(refusal('CHANGED_MEANWHILE', {}, 'header.if-match'));
    const at = clock.now();
    const why = whyNotEndOn(versions, seen, date, localDateOf(at));
    if (why) return refuse(why);
    await abolishProcedure(trx, code, seen.version, { date, reason, at, by });
    return ok(undefined);
  });

/** Why a version may not end on a date, or undefined. */
export function whyNotEndOn(versions: readonly VersionDates[], seen: VersionDates, date: LocalDate, earliest: LocalDate): Refusal | undefined {
  const next = versions.find(({ version }) => version > seen.version)?.from;
  if (date > seen.from && date >= earliest && (next === undefined || date <= next)) return undefined;
  const latest = next === undefined ? ['', ''] : [`, and not after ${next}, when the next version begins`, ` và không sau ${next}, ngày phiên bản sau có hiệu lực`];
  return refusal('PROCEDURE_END_DATE', { value: date, from: seen.from, earliest, latest: latest[0]!, latestVi: latest[1]! }, 'body.date');
}
