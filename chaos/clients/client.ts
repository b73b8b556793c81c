import { setTimeout as sleep } from 'node:timers/promises';
import { between, pick } from '../random';
import type { Random } from '../random';
import type { Recorded } from './account';
import type { Caller } from './callers';
import { insist } from './insist';
import type { Connection } from './insist';
import type { Answer } from './http';
import { onItsWay, possibleActs } from './next-act';
import type { DossierView, PossibleAct } from './next-act';
import type { KnownProcedure } from './procedures';
import { GaveUp } from './stopping';

export interface ClientOptions {
  readonly name: string;
  readonly who: Caller;
  /** A receptionist of this client's unit, through whom some of its acts go. */
  readonly officer?: Caller;
  readonly unit: string;
  readonly procedures: readonly KnownProcedure[];
  readonly random: Random;
  readonly thinkMs: number;
  /** Whether one more dossier may be handed in by anybody. */
  readonly mayOpen: () => boolean;
}

/** A dossier a client cares for. */
interface Carried {
  readonly id: string;
  readonly procedure: KnownProcedure;
  idle: number;
}

const FEW = 3;
const MANY = 8;
const IDLE = 4;
/** Acts of which two with different keys may race for one task. */
const RACED = ['take-up', 'complete', 'accept', 'acknowledge'];

/** Somebody who hands in dossiers and carries them to their end, act by act, and now and then behaves as people do. */
export class ChaosClient {
  readonly #open: Carried[] = [];
  #counter = 0;

  constructor(
    private readonly connection: Connection,
    private readonly options: ClientOptions,
  ) {}

  /** Works until the run stops. */
  async work(): Promise<void> {
    const { stopping, journal } = this.connection;
    while (!stopping.stopped) {
      try {
        await this.#oneAct();
      } catch (error) {
        if (!(error instanceof GaveUp)) throw error;
        if (error.message.startsWith('wedged')) journal.say(error.message);
      }
      await sleep(between(this.options.random, 0.5, 1.5) * this.options.thinkMs);
    }
  }

  async #oneAct(): Promise<void> {
    const { random, mayOpen } = this.options;
    const few = this.#open.length < FEW || (this.#open.length < MANY && random() < 0.15);
    if (few && mayOpen()) await this.submit();
    else if (this.#open.length > 0) await this.#goOn(pick(random, this.#open));
    else await sleep(1_000);
  }

  /** Hands in a dossier; its id, if it was taken. */
  async submit(): Promise<string | undefined> {
    const { random, procedures, unit, officer, who } = this.options;
    const procedure = pick(random, procedures);
    const atCounter = officer !== undefined && random() < 0.5;
    const key = this.#newKey('s');
    const { account } = this.connection;
    account.ask({ key, act: 'submit' });
    const answer = await insist(this.connection, {
      who: atCounter ? officer : who,
      key,
      method: 'POST',
      path: '/v1/dossiers',
      body: {
        procedure: procedure.code,
        unit,
        channel: atCounter ? 'counter' : 'online',
        documents: procedure.documents,
        facts: procedure.facts,
        applicant: { name: `Lò Văn ${this.#counter}`, phone: '0912345678' },
      },
      ...(random() < 0.05 ? { diesAfterMs: Math.round(between(random, 3, 60)) } : {}),
    });
    if (answer.status !== 201) return undefined;
    const id = (answer.json as Recorded).dossierId;
    this.#open.push({ id, procedure, idle: 0 });
    return id;
  }

  async #goOn(dossier: Carried): Promise<void> {
    const view = await this.#view(dossier);
    const choices = view === undefined ? [] : possibleActs(view, dossier.procedure.outcomes);
    if (choices.length === 0) {
      dossier.idle += 1;
      if (dossier.idle > IDLE) this.#forget(dossier);
      return;
    }
    const { random } = this.options;
    if (view?.stage === 'returned' && random() < 0.5) {
      this.#forget(dossier);
      return;
    }
    try {
      const answer = await this.#act(dossier, likely(random, choices));
      if (answer.status === 200 && (answer.json as Recorded).events.includes('DossierArchived')) this.#forget(dossier);
    } catch (error) {
      if (error instanceof GaveUp) this.#forget(dossier);
      throw error;
    }
  }

  async #view({ id }: Carried): Promise<DossierView | undefined> {
    const answer = await insist(this.connection, {
      who: this.options.who,
      method: 'GET',
      path: `/v1/dossiers/${id}`,
    });
    if (answer.status !== 200)
      this.connection.journal.write('unreadable', { dossier: id, status: answer.status, code: answer.code });
    return answer.status === 200 ? (answer.json as DossierView) : undefined;
  }

  async #act(dossier: Carried, chosen: PossibleAct): Promise<Answer> {
    const { random } = this.options;
    const manner = random();
    const key = this.#newKey('a');
    // The client dies in the middle and asks again.
    if (manner < 0.04) return this.#send(dossier, chosen, key, { diesAfterMs: Math.round(between(random, 3, 60)) });
    // Twice at once under one key, as an impatient browser does.
    if (manner < 0.08)
      return (await Promise.all([this.#send(dossier, chosen, key), this.#send(dossier, chosen, key)]))[0];
    // Two officers, each with a key of their own, for one task as both saw it.
    if (manner < 0.12 && RACED.includes(chosen.act)) {
      const seen =
        chosen.task === undefined ? chosen : { ...chosen, fields: { ...chosen.fields, version: chosen.task.version } };
      const rivals = [this.#send(dossier, seen, key), this.#send(dossier, seen, `${key}-rival`, { rivalOf: key })];
      return (await Promise.all(rivals))[0] as Answer;
    }
    return this.#send(dossier, chosen, key);
  }

  #send(
    dossier: Carried,
    { act, as, fields }: PossibleAct,
    key: string,
    extra: { diesAfterMs?: number; rivalOf?: string } = {},
  ): Promise<Answer> {
    const { officer, unit, who } = this.options;
    const byOfficer = officer !== undefined && as === `receptionist@${unit}`;
    const { rivalOf, ...manner } = extra;
    this.connection.account.ask({ key, act, dossier: dossier.id, ...(rivalOf === undefined ? {} : { rivalOf }) });
    return insist(this.connection, {
      who: byOfficer ? officer : who,
      key,
      method: 'POST',
      path: `/v1/dossiers/${dossier.id}/acts/${act}`,
      body: { ...fields, ...(byOfficer ? {} : { as }) },
      ...manner,
    });
  }

  #newKey(kind: string): string {
    this.#counter += 1;
    return `${this.options.name}-${kind}-${this.#counter}`;
  }

  #forget(dossier: Carried): void {
    const at = this.#open.indexOf(dossier);
    if (at >= 0) this.#open.splice(at, 1);
  }
}

/** Mostly what carries the dossier on; now and then a task is taken up or given back. */
function likely(random: Random, choices: readonly PossibleAct[]): PossibleAct {
  const way = onItsWay(choices);
  return pick(random, way.length > 0 && random() < 0.7 ? way : choices);
}
