import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { eventsOf } from '../../db/reads/history-of';
import type { Desk } from '../../gateway/desk';
import type { OutgoingEvent, Subscriber } from '../../integrations/subscriber';

/** Carries one dossier's events to one subscriber as the relay does: in order, the same again until it is taken. */
export class Carrier {
  #next = 1;
  #attempt = 1;

  constructor(
    readonly desk: Desk,
    readonly dossierId: string,
    readonly subscriber: Subscriber,
  ) {}

  /** Everything recorded so far; stops at what is refused and says why. */
  async carry(): Promise<Error | null> {
    for (const message of await this.waiting()) {
      try {
        const attempt = { number: this.#attempt, signal: new AbortController().signal };
        if (this.subscriber.wants(message)) await this.subscriber.deliver(message, attempt);
        this.#next = message.seq + 1;
        this.#attempt = 1;
      } catch (error) {
        this.#attempt += 1;
        return error as Error;
      }
    }
    return null;
  }

  /** As after a crash of the relay before it wrote down how far it had come. */
  again(from = 1): void {
    this.#next = from;
  }

  private async waiting(): Promise<OutgoingEvent[]> {
    const row = (await dossierByIdOrCode(this.desk.db, this.dossierId))!;
    const { code, procedureCode, procedureVersion, receivingUnit, holders, nationalStatus } = row;
    const dossier = { code, procedureCode, procedureVersion, receivingUnit, holders, nationalStatus };
    const events = await eventsOf(this.desk.db, this.dossierId, this.#next - 1);
    return events.map((event) => ({ kind: 'event', dossierId: this.dossierId, seq: event.seq, dossier, event }));
  }
}
