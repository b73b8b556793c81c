import type { PoolClient, QueryResultRow } from 'pg';

/** One connection that several tasks ask: one question after the other, in the order in which they came. */
export class Session {
  readonly #client: PoolClient;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(client: PoolClient) {
    this.#client = client;
  }

  query<R extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<{ readonly rows: R[] }> {
    const mine = this.#turn.then(() => this.#client.query<R>(text, [...values]));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  end(): void {
    this.#client.release(true);
  }
}
