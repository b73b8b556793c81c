import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import { withEarlierCodes } from '../../domain/agency/renames';
import type { Renames } from '../../domain/agency/renames';
import type { Instant } from '../../domain/calendar/calendar';
import type { AbsenceGround } from '../../domain/dossier/absence';
import type { TaskId } from '../../domain/dossier/state';
import { agencyRenames } from '../catalogue';
import type { Schema } from '../schema';

/** An open task in the hands of somebody who cannot go on with it. */
export interface StrandedTask {
  readonly dossierId: string;
  readonly taskId: TaskId;
  readonly version: number;
  readonly agency: AgencyCode;
  /** The post that it wants. */
  readonly role: string;
  /** Who has it in hand. */
  readonly person: string;
  readonly because: AbsenceGround;
}

/** Of one dossier, or of one person at one desk; of everybody by default. */
export interface StrandedQuestion {
  readonly at: Instant;
  readonly dossierId?: string;
  readonly person?: string;
  readonly limit?: number;
}

/** A post of the catalogue, `specialist@H35.12`, is held by nobody of the register. */
const IS_PERSON = sql<boolean>`t.assignee !~ '^[a-z-]+@[A-Z0-9.]+$'`;

/** Open tasks whose handlers no longer hold the post that the task wants, or can no longer sign in. */
export async function strandedTasks(
  db: Kysely<Schema>,
  { at, dossierId, person, limit = 500 }: StrandedQuestion,
): Promise<readonly StrandedTask[]> {
  const renames = await agencyRenames(db);
  const result = await sql<StrandedTask>`
    select t.dossier_id as "dossierId", t.task_id as "taskId", t.version, t.agency, t.officer_role as role, t.assignee as person,
           case when ${CLOSED} then 'account-closed' else 'post-ended' end as because
      from tasks t
      join dossiers d using (dossier_id)
      left join accounts a on a.person = t.assignee
     where t.closed_at is null
       and t.assignee is not null
       and d.stage in ('submitted', 'processing', 'resolved')
       and ${IS_PERSON}
       and (${dossierId ?? null}::uuid is null or t.dossier_id = ${dossierId ?? null}::uuid)
       and (${person ?? null}::text is null or t.assignee = ${person ?? null})
       and (${CLOSED} or not exists (select from postings p where ${holdsDeskOf(at, renames)}))
     order by t.dossier_id, t.task_id
     limit ${limit}`.execute(db);
  return result.rows;
}

/** Disabled, or without any way to sign in; who has no account at all works at the command line. */
const CLOSED = sql<boolean>`coalesce(a.disabled_real_at is not null or (not a.has_password and a.oidc_issuer is null), false)`;

/**
 * Whether a posting is at the desk of a task. An agency whose code was corrected has moved its posts to the new code a
 * moment before its dossiers: both codes are the same desk.
 */
const holdsDeskOf = (at: Instant, renames: Renames): RawBuilder<boolean> => sql<boolean>`
  p.person = t.assignee and p.role = t.officer_role
    and (p.agency = t.agency
      or p.agency in (select later.code from jsonb_to_recordset(${laterCodes(renames)}::jsonb) as later(old text, code text)
                       where later.old = t.agency))
    and p.from_at <= ${at}::bigint and (p.to_at is null or p.to_at > ${at}::bigint)`;

/** Every corrected code beside each code that it became. */
const laterCodes = (renames: Renames): string =>
  JSON.stringify(
    Object.values(renames).flatMap((code) =>
      withEarlierCodes(renames, [code])
        .filter((old) => old !== code)
        .map((old) => ({ old, code })),
    ),
  );

/** Open tasks of a dossier that are in the hands of those who stand in for this person and hold no such post of their own. */
export async function heldFor(
  db: Kysely<Schema>,
  { at, dossierId, person }: { readonly at: Instant; readonly dossierId: string; readonly person: string },
): Promise<readonly StrandedTask[]> {
  const renames = await agencyRenames(db);
  const result = await sql<StrandedTask>`
    select t.dossier_id as "dossierId", t.task_id as "taskId", t.version, t.agency, t.officer_role as role, t.assignee as person,
           'holder-back' as because
      from tasks t
     where t.dossier_id = ${dossierId}::uuid
       and t.closed_at is null
       and t.assignee <> ${person}
       and exists (select from postings p where ${holdsDeskOf(at, renames)} and p.on_behalf_of = ${person})
       and not exists (select from postings p where ${holdsDeskOf(at, renames)} and p.on_behalf_of is distinct from ${person})
     order by t.task_id`.execute(db);
  return result.rows;
}

/** How many open tasks somebody has in hand at a desk. */
export async function openWorkAt(
  db: Kysely<Schema>,
  desk: { readonly person: string; readonly agency: AgencyCode; readonly role: string },
): Promise<readonly StrandedTask[]> {
  const result = await sql<StrandedTask>`
    select t.dossier_id as "dossierId", t.task_id as "taskId", t.version, t.agency, t.officer_role as role, t.assignee as person,
           'post-ended' as because
      from tasks t
      join dossiers d using (dossier_id)
     where t.closed_at is null
       and t.assignee = ${desk.person}
       and t.agency = ${desk.agency}
       and t.officer_role = ${desk.role}
       and d.stage in ('submitted', 'processing', 'resolved')
     order by t.due_at nulls last, t.dossier_id, t.task_id`.execute(db);
  return result.rows;
}
