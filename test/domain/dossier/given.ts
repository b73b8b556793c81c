import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCalendarFile } from '../../../contracts/load-calendar';
import { OFFICER_ROLES } from '../../../domain/agency/agency';
import type { OfficerRole } from '../../../domain/agency/agency';
import type { AgencyInfo, AgencySnapshot } from '../../../domain/agency/snapshot';
import type { Calendar, Instant } from '../../../domain/calendar/calendar';
import { formatInstant, parseInstant } from '../../../domain/calendar/local-time';
import type { Actor } from '../../../domain/dossier/actor';
import type { Act, Command } from '../../../domain/dossier/command';
import { handle, passUntil, replay } from '../../../domain/dossier/engine';
import type { Handled } from '../../../domain/dossier/engine';
import { RULES, initialState } from '../../../domain/dossier/initial-state';
import { nationalStatus } from '../../../domain/dossier/national-status';
import type { LoggedEvent } from '../../../domain/dossier/recording';
import type { Appointment, Channel, DossierState, FactValue, Task } from '../../../domain/dossier/state';
import { openTasks } from '../../../domain/dossier/state';
import type { Procedure } from '../../../domain/procedure/procedure';
import type { Result } from '../../../domain/result';

export const calendar: Calendar = parseCalendarFile(readFileSync(join(__dirname, '../../../catalogue/calendar.yaml'), 'utf8'));

export const ROLES = {
  'receiving-unit': 'H35.01.01',
  'commune-committee': 'H35.30',
  'district-committee': 'H35.20',
  'province-committee': 'H35',
  'land-office': 'H35.51',
  'tax-office': 'G12.35',
  police: 'A01.35',
  'social-insurance': 'G24.35',
  'dept-construction': 'H35.05',
  'dept-culture': 'H35.06',
} as const;
export type TestRole = keyof typeof ROLES;

export const info = (code: string): AgencyInfo => ({
  name: { vi: `Cơ quan ${code}`, en: `Agency ${code}` },
  tier: 'province',
  chain: { 'unit-head': code, 'agency-head': code, 'committee-chair': 'H35', 'procedure-control': 'H35.01' },
  posts: OFFICER_ROLES,
});

export const agencies: AgencySnapshot = {
  asOf: '2026-01-01',
  roles: ROLES,
  agencies: Object.fromEntries(Object.values(ROLES).map((code) => [code, info(code)])),
};

/** `2026-03-02T08:00`, official local time. */
export const at = (text: string): Instant => {
  const parsed = parseInstant(text.includes('+') ? text : `${text}+07:00`);
  if (!parsed.ok) throw new Error(`the test writes "${text}", which is no instant`);
  return parsed.value;
};

/** `specialist@land-office`, `procedure-control`, `applicant`, `partner`, `engine`. */
export function actor(who: string): Actor {
  if (who === 'applicant' || who === 'engine') return { kind: who };
  if (who === 'partner') return { kind: 'partner', system: 'tax' };
  if (who.startsWith('partner:')) return { kind: 'partner', system: who.slice('partner:'.length) };
  const [role, place = 'receiving-unit'] = who.split('@') as [OfficerRole, string?];
  const agency = role === 'procedure-control' ? 'H35.01' : (ROLES[place as TestRole] ?? place);
  return { kind: 'officer', person: `${role}.${agency}`, agency, role };
}

interface Opening {
  readonly facts?: Readonly<Record<string, FactValue>>;
  readonly channel?: Channel;
  readonly calendar?: Calendar;
  readonly agencies?: AgencySnapshot;
}

/** The fields of an act, `task` naming its step (`examine`, or a consulted agency's `consult/police`). */
export type Fields = Readonly<Record<string, unknown>> & { readonly task?: string };

const NATURAL_ACTOR: Partial<Record<Act, string>> = {
  submit: 'applicant',
  'provide-supplement': 'applicant',
  withdraw: 'applicant',
  stop: 'applicant',
  'pay-fee': 'applicant',
  'settle-obligation': 'partner',
  'undo-lapse': 'procedure-control',
  're-route': 'procedure-control',
  correct: 'procedure-control',
  'amend-calendar': 'engine',
  reorganise: 'engine',
  'adopt-rules': 'engine',
  'return-to-desk': 'engine',
  'report-sync': 'engine',
  tick: 'engine',
  apologise: 'leader@receiving-unit',
};

/** Stands for what somebody wrote. */
export const WORDS = { textId: 'text', digest: 'digest' };

const DEFAULTS: Partial<Record<Act, object>> = {
  submit: { channel: 'online', documents: ['form'], applicantDigest: 'digest' },
  accept: { code: 'H35.01.01-260302-0001' },
  'refuse-intake': { ground: 'outside-competence' },
  'pay-fee': { reference: 'receipt' },
  'request-supplement': { items: ['a paper'] },
  'settle-obligation': { by: 'payment', reference: 'voucher' },
  'issue-notice': { reference: 'notice' },
  'return-slip': { erred: 'sender' },
  'return-result': { way: 'counter' },
  reply: { opinion: 'agree' },
  're-route': { to: ROLES.police, info: info(ROLES.police) },
};

/** A dossier's story, told act by act. Every act that is not expected to be refused must succeed. */
export class Story {
  state: DossierState;
  /** Before its first event. */
  readonly opened: DossierState;
  /** Everything logged so far. */
  logged: LoggedEvent[] = [];
  /** What the last act (or the passing of time) added. */
  last: readonly LoggedEvent[] = [];
  answer: Handled['answer'] | null = null;
  #now: Instant = at('2026-03-02T08:00');
  #who: Actor | null = null;
  #commands = 0;

  /** @param rules Those of an earlier program, where the story begins under them. */
  constructor(
    procedure: Procedure,
    readonly opening: Opening = {},
    rules = RULES,
  ) {
    const beginning = {
      dossierId: 'D-1',
      procedure,
      calendar: opening.calendar ?? calendar,
      agencies: opening.agencies ?? agencies,
      channel: opening.channel ?? 'online',
      receivingUnit: ROLES['receiving-unit'],
      place: ROLES['commune-committee'],
      facts: opening.facts ?? {},
    };
    this.opened = initialState(beginning, rules);
    this.state = this.opened;
  }

  /** Official time of the acts that follow. */
  at(text: string): this {
    this.#now = at(text);
    return this;
  }

  /** Who does the next act; otherwise whoever normally does it. */
  by(who: string | Actor): this {
    this.#who = typeof who === 'string' ? actor(who) : who;
    return this;
  }

  does(act: Act, fields: Fields = {}): this {
    const result = this.tries(act, fields);
    if (!result.ok) throw new Error(`"${act}" was refused: ${JSON.stringify(result.refusal)}`);
    this.state = result.value.state;
    this.last = result.value.logged;
    this.logged = [...this.logged, ...result.value.logged];
    this.answer = result.value.answer;
    return this;
  }

  /** The code an act is refused with; `null` if it is not. Nothing is kept. */
  refused(act: Act, fields: Fields = {}): string | null {
    const result = this.tries(act, fields);
    return result.ok ? null : result.refusal.code;
  }

  tries(act: Act, { task: step, id, ...fields }: Fields = {}): Result<Handled> {
    const task = step === undefined ? undefined : this.task(step);
    const command = {
      act,
      ...(act === 'submit' ? { facts: this.opening.facts ?? {} } : {}),
      ...('reason' in fields ? {} : { reason: WORDS, note: WORDS }),
      ...DEFAULTS[act],
      ...(task ? { taskId: task.taskId } : {}),
      ...fields,
    } as unknown as Command;
    const who = this.#who ?? actor(NATURAL_ACTOR[act] ?? (task ? `${task.officerRole}@${task.agency}` : 'receptionist'));
    this.#who = null;
    const commandId = (id as string | undefined) ?? `command-${++this.#commands}`;
    return handle(this.state, { commandId, actor: who, stampedAt: this.#now, command });
  }

  /** Time passes and nobody acts. */
  passes(text: string): this {
    this.#now = at(text);
    const { state, logged } = passUntil(this.state, this.#now);
    this.state = state;
    this.last = logged;
    this.logged = [...this.logged, ...logged];
    return this;
  }

  /** Submitted and, half an hour later, accepted and forwarded. */
  accepted(text: string): this {
    return this.at(text).does('submit').does('accept').does('complete', { task: 'receive' });
  }

  /** The latest occurrence of a step, or a consulted agency's part in it. */
  task(step: string): Task {
    const [name, role] = step.split('/');
    const code = role === undefined ? null : (ROLES[role as TestRole] ?? role);
    const found = Object.values(this.state.tasks).filter((t) => t.taskId === step || (t.step === name && (code === null ? t.consultation === null : t.consultation !== null && t.agency === code)));
    const task = found[found.length - 1];
    if (!task) throw new Error(`no task of step "${step}"`);
    return task;
  }

  /** What the last act led to (without the deadlines found passed before it), or what the passing of time did. */
  get events(): string[] {
    const own = this.last.filter((event) => (event.command as Command).act !== 'tick');
    return (own.length > 0 ? own : this.last).map((event) => event.type);
  }

  get all(): string[] {
    return this.logged.map((event) => event.type);
  }

  get open(): string[] {
    return openTasks(this.state).map((task) => task.taskId);
  }

  get appointment(): Appointment {
    return this.state.appointments[this.state.phase]!;
  }

  get due(): string {
    return shown(this.appointment.due);
  }

  get status(): number {
    return nationalStatus(this.state);
  }

  replayed(): DossierState {
    return replay(this.opened, this.logged);
  }
}

/** `2026-03-09T17:00` */
export const shown = (instant: Instant | null): string => (instant === null ? 'none' : formatInstant(instant).slice(0, -6));

export const given = (procedure: Procedure, opening: Opening = {}, rules = RULES): Story => new Story(procedure, opening, rules);
