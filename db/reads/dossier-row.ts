import type { Selectable } from 'kysely';
import type { DossierRow, TaskRow } from '../../domain/dossier/recording';
import type { OfficerRole } from '../../domain/agency/agency';
import type { Schema } from '../schema';

/** A stored dossier in the core's own terms. */
export const toDossierRow = (row: Selectable<Schema['dossiers']>): DossierRow => ({
  dossierId: row.dossier_id,
  code: row.code,
  procedureCode: row.procedure_code,
  procedureVersion: row.procedure_version,
  channel: row.channel,
  receivingUnit: row.receiving_unit,
  place: row.place,
  stage: row.stage,
  money: row.money,
  delivery: row.delivery,
  nationalStatus: row.national_status,
  clock: row.clock,
  submittedAt: row.submitted_at,
  acceptedAt: row.accepted_at,
  dueAt: row.due_at,
  originalDueAt: row.original_due_at,
  endedAt: row.ended_at,
  decidedAt: row.decided_at,
  decidedBy: row.decided_by,
  returnedAt: row.returned_at,
  holders: row.holders,
  timeliness:
    row.timeliness_legal === null || row.timeliness_portal === null ? null : { legal: row.timeliness_legal, portal: row.timeliness_portal },
  nextDeadlineAt: row.next_deadline_at,
  headSeq: row.head_seq,
});

/** A stored task in the core's own terms. */
export const toTaskRow = (row: Selectable<Schema['tasks']>): TaskRow => ({
  taskId: row.task_id,
  step: row.step,
  kind: row.kind,
  nameVi: row.name_vi,
  nameEn: row.name_en,
  agency: row.agency,
  officerRole: row.officer_role as OfficerRole,
  status: row.status,
  assignee: row.assignee,
  version: row.version,
  openedAt: row.opened_at,
  dueAt: row.due_at,
  closedAt: row.closed_at,
  outcome: row.outcome,
});
