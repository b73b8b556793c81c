import type { Kysely } from 'kysely';
import { logAccess } from '../db/access-log';
import { dossierByIdOrCode } from '../db/reads/dossier-by-id-or-code';
import type { Schema } from '../db/schema';
import type { AccessAction } from '../domain/access';
import type { Instant } from '../domain/calendar/calendar';
import type { Context } from './context';

/** What the access log has of a command: an action, or nothing and why. */
type Logged = AccessAction | { readonly nothing: string };

const PUBLISHED: Logged = { nothing: 'published for everybody, and works without an installation' };
const COUNTS: Logged = { nothing: 'counts and ids, nobody by name' };

/** Every command; one that is missing fails its test. */
export const LOGGED: Readonly<Record<string, Logged>> = {
  'procedures list': PUBLISHED,
  'procedures show': PUBLISHED,
  'procedures check': PUBLISHED,
  'procedures publish': 'administration',
  'agencies tree': PUBLISHED,
  'agencies find': PUBLISHED,
  'agencies show': PUBLISHED,
  'agencies check': PUBLISHED,
  'agencies preview': COUNTS,
  'agencies publish': 'administration',
  'agencies correct': 'administration',
  'agencies finish': 'administration',
  'agencies versions': PUBLISHED,
  'agencies reorganise': 'administration',
  'calendar due': PUBLISHED,
  'calendar show': PUBLISHED,
  'calendar amend': 'administration',
  'calendar finish': 'administration',
  'dossier submit': 'act',
  'dossier act': 'act',
  'dossier show': 'read-personal-data',
  'dossier timeline': 'read-records',
  'dossier history': 'read-personal-data',
  'dossier explain': 'read-records',
  verify: 'read-records',
  export: 'read-records',
  'keys list': COUNTS,
  'keys rotate': 'administration',
  'keys distrust': 'administration',
  'dossier recover': 'administration',
  'personal-data export': 'personal-data',
  'personal-data correct': 'personal-data',
  'personal-data erase': 'personal-data',
  inbox: 'read-records',
  overdue: 'read-records',
  statistics: COUNTS,
  retention: COUNTS,
  recover: 'administration',
  doctor: COUNTS,
  'alarms list': 'read-log',
  'alarms close': 'administration',
  'people add': 'administration',
  'people post': 'administration',
  'people reset-second-factor': 'administration',
  'people list': 'read-register',
  'confirmations list': 'read-register',
  'confirmations confirm': 'administration',
  'confirmations refuse': 'administration',
};

/** Whether the access log has something of this command. */
export const isLogged = ({ command }: Pick<Context, 'command'>): boolean => typeof LOGGED[command] === 'string';

/** Writes down who runs a command and which one, before it reads or does anything. */
export async function logCommand(context: Context, db: Kysely<Schema>, at: Instant): Promise<void> {
  const { command, subject, operator } = context;
  const action = LOGGED[command];
  if (typeof action !== 'string') return;
  const ofDossier = /^(dossier|personal-data) /.test(command) && subject !== undefined;
  const dossier = ofDossier ? await dossierByIdOrCode(db, subject.trim()) : undefined;
  await logAccess(db, {
    at,
    who: operator,
    action,
    route: `lienthong ${command}`,
    dossier_id: dossier?.dossierId ?? null,
    detail: detailOf(command, subject),
  });
}

/** Names of the register, numbers of alarms and requests; what else is typed could be anything. */
const detailOf = (command: string, subject: string | undefined): string | null =>
  /^(people|alarms|confirmations) /.test(command) && subject !== undefined && /^[\w.-]{1,100}$/.test(subject) ? subject : null;
