import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { currentChanges } from './changes';
import type { Outcome } from './changes';

type Arguments = [text: unknown, values?: unknown, callback?: unknown];
type Query = (...given: Arguments) => unknown;

/** As the driver says it when the time for an answer is over. */
const SILENCE = 'Query read timeout';
const CHANGING =
  /^\s*(insert|update|delete|merge|truncate|with\b[^]*?\b(insert into|update|delete from)\b|select lienthong\.reserve_code\b)/i;
/** Who asked, and when they were last seen: written with any request, and no part of what it asks for. */
const ABOUT_THE_CALLER = /^\s*(insert into "access_log"|update "sessions")/i;
/** The connection's own troubles, and a server that is being stopped: what was sent may have been done all the same. */
const UNCERTAIN = /^(08|57P)/;

/**
 * A connection that is given up when its server falls silent, for the answer to one question must not be taken for
 * that to the next. It tells the account of the work under way what may have been changed.
 */
export class PatientClient extends Client {
  #inTransaction = false;
  /** Whether the transaction under way would change something. */
  #changing = false;

  constructor(config?: string | ClientConfig) {
    super(config);
    const ask = super.query.bind(this) as Query;
    this.query = ((...given: Arguments) => this.#ask(ask, given)) as unknown as Client['query'];
  }

  #ask(ask: Query, [asked, values, callback]: Arguments): unknown {
    const changes = currentChanges();
    const text = typeof asked === 'string' ? asked : ((asked as { text?: string } | null)?.text ?? '');
    const settle = this.#mayChange(text) ? changes?.begin() : undefined;
    const answer = ask(within(changes?.answerMs, asked), values, this.#listening(callback));
    if (answer instanceof Promise) {
      answer.then(
        () => settle?.('done'),
        (error: unknown) => {
          settle?.(outcomeOf(error));
          this.#leaveIfSilent(error);
        },
      );
    }
    return answer;
  }

  #listening(callback: unknown): unknown {
    if (typeof callback !== 'function') return callback;
    return (error: unknown, result: unknown) => {
      this.#leaveIfSilent(error);
      callback(error, result);
    };
  }

  #leaveIfSilent(error: unknown): void {
    if (error instanceof Error && error.message === SILENCE) void this.end();
  }

  /** What stands in a transaction changes nothing before its commit is sent. */
  #mayChange(text: string): boolean {
    const [word = ''] = /^\s*\w+/.exec(text.toLowerCase()) ?? [];
    switch (word.trim()) {
      case 'begin':
      case 'start':
        this.#inTransaction = true;
        this.#changing = false;
        return false;
      case 'commit':
        this.#inTransaction = false;
        return this.#changing;
      case 'rollback':
        if (!/\bto\b/i.test(text)) this.#inTransaction = false;
        return false;
    }
    const changes = CHANGING.test(text) && !ABOUT_THE_CALLER.test(text);
    if (!this.#inTransaction) return changes;
    this.#changing ||= changes;
    return false;
  }
}

const within = (answerMs: number | undefined, asked: unknown): unknown => {
  if (answerMs === undefined) return asked;
  if (typeof asked === 'string') return { text: asked, query_timeout: answerMs };
  return typeof (asked as { submit?: unknown }).submit === 'function'
    ? asked
    : { ...(asked as object), query_timeout: answerMs };
};

/** A server that says why not has not done it. */
const outcomeOf = (error: unknown): Outcome => {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return severity !== undefined && typeof code === 'string' && !UNCERTAIN.test(code) ? 'not-done' : 'unknown';
};
