import type { Kysely } from 'kysely';
import type { Language } from '../../db/contact-preferences';
import { findKnownAgencies, findProcedure } from '../../db/catalogue';
import { presentReceipt } from '../../db/receipt-prints';
import type { Notice } from '../../db/notifications';
import { eventsOf } from '../../db/reads/history-of';
import { taskRowsOf, type NoticeTask } from '../../db/reads/notice-tasks';
import type { Schema } from '../../db/schema';
import { agencyOn, versionsOf } from '../../domain/agency/topology';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { isOvertaken } from './overtaken';
import { toldToApplicant, type AgencyList } from './plan';
import { ENGLISH } from './templates/en';
import type { About, AccessAlert, AccountChange, Template, TemplateData, Templates, Text } from './templates/template';
import { VIETNAMESE } from './templates/vi';

const TEMPLATES: Readonly<Record<Language, Templates>> = { vi: VIETNAMESE, en: ENGLISH };

/** Where the public follows a dossier, and the secret on its receipt; the installation knows both. */
export interface Tracking {
  trackingAddress(code: string): string;
  /** `generation`: which of the receipt's secrets opens the dossier now. */
  trackingSecret(dossierId: string, generation: number): string;
}

/** A notice that is worth telling: its words in the language of whoever it is for, who may be without a name. */
export interface Composed {
  readonly dossierCode: string | null;
  readonly text: (language: Language, name: string | null) => Text;
}

/** Writes a notice from the log and the catalogue as they are now; `overtaken` when it has become pointless. */
export const compose = async (db: Kysely<Schema>, notice: Notice, tracking: Tracking, now: Instant): Promise<Composed | 'overtaken'> =>
  notice.template === 'access-alert' || notice.template === 'account-change'
    ? composeAlert(db, notice, now)
    : notice.dossierId === null || notice.seq === null
    ? composeList(db, notice, notice.list as AgencyList, now)
    : composeEvent(db, notice, { dossierId: notice.dossierId, seq: notice.seq }, tracking, now);

const composeEvent = async (
  db: Kysely<Schema>,
  notice: Notice,
  { dossierId, seq }: { readonly dossierId: string; readonly seq: number },
  tracking: Tracking,
  now: Instant,
): Promise<Composed | 'overtaken'> => {
  const [told, ...since] = await eventsOf(db, dossierId, seq - 1);
  const dossier = await db.selectFrom('dossiers').selectAll().where('dossier_id', '=', dossierId).executeTakeFirstOrThrow();
  if (told === undefined) throw new Error(`event ${seq} of dossier "${dossierId}" is not in the log`);
  if (isOvertaken(notice.template as Template, told, since)) return 'overtaken';
  const task = notice.template === 'task-assigned' ? await assignedTask(db, notice, dossierId, told) : undefined;
  if (task === 'overtaken') return 'overtaken';
  const procedure = await findProcedure(db, dossier.procedure_code, dossier.procedure_version);
  const unit = await unitNames(db, task?.agency ?? dossier.receiving_unit, now);
  const forApplicant = notice.recipientKind === 'applicant' && dossier.code !== null;
  const { generation } = await presentReceipt(db, dossierId);
  return {
    dossierCode: dossier.code,
    text: (language, name) => {
      const about: About = {
        name,
        dossier: dossier.code ?? dossierId,
        procedure: procedure?.name[language] ?? dossier.procedure_code,
        unit: unit(language),
        tracking: forApplicant ? { address: tracking.trackingAddress(dossier.code!), secret: tracking.trackingSecret(dossierId, generation) } : null,
      };
      if (task) return TEMPLATES[language]['task-assigned']({ task: task.name[language], due: task.dueAt }, about);
      const documents = new Map(procedure?.documents.map((document) => [document.document, document.name[language]]));
      return applicantText(TEMPLATES[language], told, about, documents);
    },
  };
};

const applicantText = (templates: Templates, event: LoggedEvent, about: About, documents: ReadonlyMap<string, string>): Text => {
  const told = toldToApplicant(event);
  if (told === null) throw new Error(`an applicant is told nothing of ${event.type}`);
  const data = 'items' in told.data ? { ...told.data, items: told.data.items.map((item) => documents.get(item) ?? item) } : told.data;
  const write = templates[told.template] as (data: TemplateData[Template], about: About) => Text;
  return write(data, about);
};

/** The task as it stands; whose it is no longer needs no word of it. */
const assignedTask = async (db: Kysely<Schema>, { recipient, agency }: Notice, dossierId: string, { payload }: LoggedEvent): Promise<NoticeTask | 'overtaken'> => {
  const taskId = payload.type === 'StepAssigned' ? payload.task.taskId : 'taskId' in payload ? payload.taskId : '';
  const task = (await taskRowsOf(db, [{ dossierId, taskId }]))[0];
  if (task === undefined || task.closed) return 'overtaken';
  const theirs = payload.type === 'OfficerAssigned' ? task.assignee === recipient : (task.assignee ?? recipient) === recipient && task.agency === agency;
  return theirs ? task : 'overtaken';
};

/** An alert, or a change of somebody's rights, stays worth telling. */
const composeAlert = async (db: Kysely<Schema>, { agency, list, template }: Notice, now: Instant): Promise<Composed> => {
  const unit = await unitNames(db, agency, now);
  return {
    dossierCode: null,
    text: (language, name) => {
      const about: About = { name, dossier: '', procedure: '', unit: unit(language), tracking: null };
      if (template === 'account-change') return TEMPLATES[language]['account-change'](list as AccountChange, about);
      return TEMPLATES[language]['access-alert'](list as AccessAlert, about);
    },
  };
};

const composeList = async (db: Kysely<Schema>, notice: Notice, list: AgencyList, now: Instant): Promise<Composed | 'overtaken'> => {
  if (list.kind === 'digest' && list.date < localDateOf(now)) return 'overtaken';
  const unit = await unitNames(db, notice.agency, now);
  const about = (language: Language, name: string | null): About => ({ name, dossier: '', procedure: '', unit: unit(language), tracking: null });
  const wanted = list.entries.map((entry) => ({ dossierId: entry.dossierId, taskId: 'taskId' in entry ? entry.taskId : entry.subject.replace(/^task:/, '') }));
  const tasks = new Map((await taskRowsOf(db, wanted)).map((task) => [`${task.dossierId} ${task.taskId}`, task]));
  const codes = await codesOf(db, wanted.map(({ dossierId }) => dossierId));
  const nameOf = (dossierId: string, taskId: string, language: Language): string | null => tasks.get(`${dossierId} ${taskId}`)?.name[language] ?? null;
  const dossierOf = (dossierId: string): string => codes.get(dossierId) ?? dossierId;
  return {
    dossierCode: null,
    text: (language, name) =>
      list.kind === 'digest'
        ? TEMPLATES[language].digest(
            {
              ...list,
              lines: list.entries.map(({ dossierId, taskId, dueAt, escalated }) => ({
                dossier: dossierOf(dossierId),
                task: nameOf(dossierId, taskId, language),
                due: dueAt,
                escalated,
              })),
            },
            about(language, name),
          )
        : TEMPLATES[language].escalation(
            {
              total: list.total,
              lines: list.entries.map(({ dossierId, subject, level, dueAt }) => ({
                dossier: dossierOf(dossierId),
                task: nameOf(dossierId, subject.replace(/^task:/, ''), language),
                subject: subject.startsWith('appointment:') ? 'appointment' : subject.startsWith('supplement:') ? 'supplement' : 'task',
                level,
                due: dueAt,
              })),
            },
            about(language, name),
          ),
  };
};

const codesOf = async (db: Kysely<Schema>, dossierIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> => {
  if (dossierIds.length === 0) return new Map();
  const rows = await db.selectFrom('dossiers').select(['dossier_id', 'code']).where('dossier_id', 'in', [...new Set(dossierIds)]).execute();
  return new Map(rows.map((row) => [row.dossier_id, row.code]));
};

const unitNames = async (db: Kysely<Schema>, code: AgencyCode, now: Instant): Promise<(language: Language) => string> => {
  const topology = await findKnownAgencies(db);
  const agency = topology && (agencyOn(topology, code, localDateOf(now)) ?? versionsOf(topology, code).at(-1));
  return (language) => agency?.name[language] ?? code;
};
