import { setImmediate as turn } from 'node:timers/promises';
import type { AskRun } from '../../activities/complete-log';
import { headOf } from '../../db/record';
import type { Envelope } from '../../domain/dossier/command';
import { timeHandled } from '../../domain/dossier/engine';
import type { Handled } from '../../domain/dossier/engine';
import { submissionId } from '../../domain/dossier/engine-ids';
import type { SignedEnvelope } from '../../domain/dossier/signed';
import type { Answer, DossierState } from '../../domain/dossier/state';
import type { Result } from '../../domain/result';
import type { Kept, Tip } from '../../workflows/dossier.messages';
import { RecordingLane } from '../../workflows/lane';
import type { LanePorts } from '../../workflows/lane';
import { performAct } from '../../workflows/perform-act';
import { COMMUNE_UNIT } from '../engine/desk-work';
import { loseActs } from '../engine/losses';
import type { Losing } from '../engine/losses';
import { testSigning } from '../signing';

/** What happens next: an officer acts, one side gets on by one await, a workflow task completes, or something dies. */
export type Step =
  /** `looked`: whether its sender read where the log ends; the engine's own acts and older programs do not. */
  | { readonly kind: 'act'; readonly act: 'take-up' | 'release' | 'withdraw'; readonly looked: boolean }
  | { readonly kind: 'repeat'; readonly of: number; readonly looked: boolean }
  | { readonly kind: 'time-passes'; readonly hours: number }
  | { readonly kind: 'port-begins' }
  | { readonly kind: 'port-answers' }
  | { readonly kind: 'task-completes' }
  | { readonly kind: 'task-is-lost' }
  | { readonly kind: 'log-is-put-back'; readonly by: number }
  | { readonly kind: 'history-is-put-back'; readonly by: number };

type Ports = Pick<LanePorts, 'record' | 'readHead' | 'readLog' | 'completeLog'>;

/**
 * What Temporal's history holds of a run: the acts in the order in which they were let in, and what each activity
 * answered.
 */
type Entry =
  | { readonly kind: 'act'; readonly envelope: SignedEnvelope; readonly tip: Tip | null }
  | { readonly kind: 'timer'; readonly official: number }
  | { readonly kind: 'answer'; readonly value: unknown };

/** One call of the world that the lane waits for. */
interface Call {
  readonly perform: () => Promise<unknown>;
  readonly answer: (value: unknown) => void;
  result?: { readonly value: unknown };
}

const NOWHERE = { runId: 'modelled', startedAt: 0, historyLength: 0, at: 0 };
const SPECIALIST = 'specialist@H35.41.01.04';

/**
 * A dossier's workflow as Temporal runs it, with the real lane and the real log, and a history that loses what its
 * last workflow task did not complete. Everything that Temporal keeps in memory can be lost at any await.
 */
export class ModelledDossier {
  #durable: Entry[] = [];
  #volatile: Entry[] = [];
  #calls: Call[] = [];
  #lane!: RecordingLane;
  /** Of the living incarnation only: one that died says nothing more. */
  #incarnation = 0;
  /** Answers that are told once the workflow task that holds them completes. */
  #untold: (() => void)[] = [];
  readonly #sent = new Map<string, Envelope>();
  readonly #told = new Map<string, Result<Answer>>();
  readonly #ports: Ports;
  #now: number;

  constructor(
    private readonly opening: DossierState,
    private readonly there: Losing,
    ports: (askRun: AskRun) => Ports,
  ) {
    this.#ports = ports(() => this.#keptByHistory());
    this.#now = Date.parse('2022-03-14T01:00:00Z');
    this.#incarnate();
  }

  get recorded(): DossierState {
    return this.#lane.recorded;
  }

  get mark(): string | null {
    return this.#lane.mark;
  }

  /** Official time. */
  get now(): number {
    return this.#now;
  }

  get toldRecorded(): { readonly commandId: string; readonly answer: Answer }[] {
    return [...this.#told].flatMap(([commandId, result]) => (result.ok ? [{ commandId, answer: result.value }] : []));
  }

  get toldRefused(): string[] {
    return [...this.#told].flatMap(([commandId, result]) => (result.ok ? [] : [commandId]));
  }

  get leftWithoutAnswer(): string[] {
    return [...this.#sent.keys()].filter((id) => !this.#told.has(id));
  }

  /** Handed in, accepted and forwarded: from here on everything may die. */
  async begin(): Promise<void> {
    const window = {
      kind: 'officer',
      person: `receptionist@${COMMUNE_UNIT}`,
      agency: COMMUNE_UNIT,
      role: 'receptionist',
    } as const;
    const { dossierId } = this.opening;
    const first = {
      act: 'submit',
      channel: 'counter',
      facts: {},
      documents: ['request'],
      applicantDigest: '',
    } as const;
    await this.#send({ commandId: submissionId(dossierId), actor: window, stampedAt: this.#tick(), command: first });
    await this.settle();
    await this.#send({
      commandId: 'accept',
      actor: window,
      stampedAt: this.#tick(),
      command: { act: 'accept', code: `H35-${dossierId.slice(0, 8)}` },
    });
    await this.settle();
    await this.#send({
      commandId: 'forward',
      actor: window,
      stampedAt: this.#tick(),
      command: { act: 'complete', taskId: 'receive#1', note: null },
    });
    await this.settle();
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'act':
        await this.#send(this.#envelope(step.act), step.looked);
        break;
      case 'repeat': {
        const again = [...this.#sent.values()][step.of % this.#sent.size];
        if (again !== undefined) await this.#send(again, step.looked);
        break;
      }
      case 'time-passes':
        this.#now += step.hours * 3_600_000;
        this.#volatile.push({ kind: 'timer', official: this.#now });
        this.#ring(this.#now);
        await turn();
        break;
      case 'port-begins':
        await this.#beginCall();
        break;
      case 'port-answers':
        await this.#answerCall();
        break;
      case 'task-completes':
        this.#complete();
        break;
      case 'task-is-lost':
        await this.#die(this.#durable);
        break;
      case 'log-is-put-back':
        // Whoever was told something was told it by both stores; an older database has lost it, the history has not.
        await this.settle();
        await loseActs(this.there, this.opening.dossierId, Math.min(step.by, this.#acts() - 1));
        break;
      case 'history-is-put-back': {
        await this.settle();
        const updates = this.#durable.flatMap((entry, i) => (entry.kind === 'act' ? [i] : []));
        await this.#die(this.#durable.slice(0, updates[Math.max(3, updates.length - step.by)] ?? this.#durable.length));
        break;
      }
    }
  }

  /**
   * Nothing dies any more: whoever got no answer asks again, everything comes to its end, and somebody looks whether
   * both agree.
   */
  async settle(): Promise<void> {
    await this.#drain();
    for (const envelope of this.#sent.values()) if (!this.#told.has(envelope.commandId)) await this.#send(envelope);
    await this.#drain();
    void this.#lane.compare();
    await this.#drain();
  }

  async #drain(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await turn();
      if (this.#calls.length === 0 && this.#volatile.length === 0) quiet += 1;
      else quiet = 0;
      await this.#beginCall();
      await this.#answerCall();
      this.#complete();
    }
  }

  #tick(): number {
    return (this.#now += 1_000);
  }

  #acts(): number {
    return new Set(this.#lane.events.map(({ commandId }) => commandId)).size;
  }

  #envelope(act: 'take-up' | 'release' | 'withdraw'): Envelope {
    const commandId = `act-${this.#sent.size}`;
    const stampedAt = this.#tick();
    if (act === 'withdraw')
      return { commandId, actor: { kind: 'applicant' }, stampedAt, command: { act, reason: null } };
    const actor = {
      kind: 'officer',
      person: SPECIALIST,
      agency: SPECIALIST.split('@')[1]!,
      role: 'specialist',
    } as const;
    return { commandId, actor, stampedAt, command: { act, taskId: 'commune-check#1' } };
  }

  /** As the gateway does: it reads where the log ends, then puts the act before the workflow. */
  async #send(envelope: Envelope, looked = true): Promise<void> {
    this.#sent.set(envelope.commandId, envelope);
    const { headSeq: seq, mark } = await headOf(this.there.desk.database.pool, this.opening.dossierId);
    const tip = seq === 0 || !looked ? null : { seq, mark };
    const signed = this.#signed(envelope);
    this.#volatile.push({ kind: 'act', envelope: signed, tip });
    this.#let(signed, tip);
    await turn();
  }

  #signed(envelope: Envelope): SignedEnvelope {
    const { dossierId, procedure, receivingUnit, place } = this.opening;
    const opening = { procedureCode: procedure.code, procedureVersion: procedure.version, receivingUnit, place };
    return testSigning('api').sign(dossierId, envelope, envelope.command.act === 'submit' ? opening : null);
  }

  /** The workflow's timer rings, as in workflows/dossier.ts. */
  #ring(official: number): void {
    void this.#lane.decide((on) => timeHandled(on, official)).catch(() => undefined);
  }

  #let(envelope: SignedEnvelope, tip: Tip | null): void {
    const incarnation = this.#incarnation;
    const tell = (result: Result<Handled>): void => {
      if (incarnation !== this.#incarnation) return;
      const answer: Result<Answer> = result.ok ? { ok: true, value: result.value.answer } : result;
      this.#untold.push(() => this.#told.set(envelope.commandId, this.#better(envelope.commandId, answer)));
    };
    void performAct(this.#lane, envelope, tip).then(tell, () => undefined);
  }

  /** A key that was refused and is asked again may be recorded then: it is a new act. What was recorded stays told. */
  #better(commandId: string, answer: Result<Answer>): Result<Answer> {
    const before = this.#told.get(commandId);
    if (before?.ok === true) expect(answer).toEqual(before);
    return answer;
  }

  async #beginCall(): Promise<void> {
    const next = this.#calls.find(({ result }) => result === undefined);
    if (next !== undefined) next.result = { value: JSON.parse(JSON.stringify((await next.perform()) ?? null)) };
  }

  async #answerCall(): Promise<void> {
    const [first] = this.#calls;
    if (first?.result === undefined) return;
    this.#calls.shift();
    this.#volatile.push({ kind: 'answer', value: first.result.value });
    first.answer(first.result.value);
    await turn();
  }

  #complete(): void {
    this.#durable.push(...this.#volatile.splice(0));
    for (const tell of this.#untold.splice(0)) tell();
  }

  /**
   * The process ends; another one reads the history and goes on from it. What was begun and not stored is not known
   * to it.
   */
  async #die(history: readonly Entry[]): Promise<void> {
    // What was under way in the database may still commit after the workflow has died.
    await this.#beginCall();
    this.#durable = [...history];
    this.#volatile = [];
    this.#calls = [];
    this.#untold = [];
    this.#incarnation += 1;
    this.#incarnate();
    await this.#replay();
  }

  async #replay(): Promise<void> {
    for (const entry of this.#durable) {
      if (entry.kind === 'act') this.#let(entry.envelope, entry.tip);
      else if (entry.kind === 'timer') this.#ring(entry.official);
      else this.#calls.shift()?.answer(entry.value);
      await turn();
    }
    this.#complete();
  }

  #incarnate(): void {
    const call = <T>(perform: () => Promise<T>): Promise<T> =>
      new Promise((answer) => this.#calls.push({ perform, answer: answer as (value: unknown) => void }));
    const ports: LanePorts = {
      record: (recording) => call(() => this.#ports.record(recording)),
      readHead: (dossierId) => call(() => this.#ports.readHead(dossierId)),
      readLog: (request) => call(() => this.#ports.readLog(request)),
      completeLog: (dossierId) => call(() => this.#ports.completeLog(dossierId)),
      run: () => NOWHERE,
      mayFollow: () => true,
      superseded: () => new Error('superseded'),
      isConflict: () => false,
    };
    this.#lane = new RecordingLane({ state: this.opening, mark: null, epoch: 1 }, true, () => undefined, ports);
  }

  /** What a query would say: the history replayed, which is what this incarnation has recorded. */
  async #keptByHistory(): Promise<Kept | undefined> {
    const { recorded: state, mark, epoch, events, signatures } = this.#lane;
    const { dossierId, channel, receivingUnit, place, facts, procedure } = this.opening;
    const input = {
      dossierId,
      channel,
      receivingUnit,
      place,
      facts,
      submissionKey: dossierId,
      procedureCode: procedure.code,
      procedureVersion: procedure.version,
      submittedAt: this.#now,
      clock: 'real' as const,
    };
    return state.seq === 0 ? undefined : { input, state, mark, epoch, events, signatures, continuedFrom: null };
  }
}
