import type { Recorded } from './account';
import type { Caller } from './callers';
import { insist } from './insist';
import type { Connection } from './insist';
import type { Answer } from './http';
import { onItsWay, possibleActs } from './next-act';
import type { DossierView, PossibleAct } from './next-act';
import type { KnownProcedure } from './procedures';

/** One patient client that does single acts on purpose, where the others do as chance wants. */
export class Hand {
  #counter = 0;

  constructor(
    private readonly connection: Connection,
    private readonly who: Caller,
    private readonly unit: string,
    private readonly procedures: readonly KnownProcedure[],
    private readonly name = 'hand',
  ) {}

  /** Hands in a dossier; its id. */
  async submit(procedure = this.procedures[0] as KnownProcedure): Promise<string> {
    const key = this.#newKey();
    this.connection.account.ask({ key, act: 'submit' });
    const { code, documents, facts } = procedure;
    const body = {
      procedure: code,
      unit: this.unit,
      channel: 'online',
      documents,
      facts,
      applicant: { name: 'Lò Thị Thử' },
    };
    const answer = await insist(this.connection, { who: this.who, key, method: 'POST', path: '/v1/dossiers', body });
    if (answer.status !== 201) throw new Error(`a dossier was refused: ${answer.code} ${answer.detail}`);
    return (answer.json as Recorded).dossierId;
  }

  /** What is seen of a dossier, or the answer that it cannot be read with. */
  async view(dossier: string): Promise<DossierView | Answer> {
    const answer = await insist(this.connection, { who: this.who, method: 'GET', path: `/v1/dossiers/${dossier}` });
    return answer.status === 200 ? (answer.json as DossierView) : answer;
  }

  async act(dossier: string, act: string, body: object): Promise<Answer> {
    const key = this.#newKey();
    this.connection.account.ask({ key, act, dossier });
    return insist(this.connection, {
      who: this.who,
      key,
      method: 'POST',
      path: `/v1/dossiers/${dossier}/acts/${act}`,
      body,
    });
  }

  /** The next act on the dossier's way; undefined where there is none. */
  async goOn(
    dossier: string,
    choose: (acts: readonly PossibleAct[]) => PossibleAct | undefined = first,
  ): Promise<Answer | undefined> {
    const view = await this.view(dossier);
    if ('status' in view) return view;
    const outcomes = new Map(this.procedures.flatMap((procedure) => [...procedure.outcomes]));
    const chosen = choose(possibleActs(view, outcomes));
    return chosen && this.act(dossier, chosen.act, { as: chosen.as, ...chosen.fields });
  }

  /** So many acts; many on one dossier take a task up and give it back over and over. */
  async goOnTimes(dossier: string, times: number): Promise<void> {
    for (let n = 0; n < times; n++) await this.goOn(dossier, times > 3 ? toAndFro : first);
  }

  /** To its end, or as far as it goes. */
  async carryToEnd(dossier: string, most = 40): Promise<void> {
    for (let n = 0; n < most; n++) {
      const answer = await this.goOn(dossier);
      if (answer === undefined || answer.status >= 400) return;
    }
  }

  #newKey(): string {
    this.#counter += 1;
    return `${this.name}-${this.#counter}`;
  }
}

const first = (acts: readonly PossibleAct[]): PossibleAct | undefined => onItsWay(acts)[0];

const toAndFro = (acts: readonly PossibleAct[]): PossibleAct | undefined =>
  acts.find(({ act }) => act === 'take-up' || act === 'release') ?? first(acts);
