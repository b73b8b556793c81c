import type { Kysely } from 'kysely';
import type { ChannelName } from '../../db/contact-preferences';
import { beginSending, planNotices, settleAbandoned, settleNotice, takeDueNotices, type Notice, type Settled } from '../../db/notifications';
import type { Schema } from '../../db/schema';
import type { Instant } from '../../domain/calendar/calendar';
import { ENGINE_PARTS } from '../../domain/person-id';
import type { Subscriber } from '../subscriber';
import type { Channel, Letter, Outcome } from './channel';
import { compose, type Tracking } from './compose';
import { planFor } from './plan';
import { quietUntil, type QuietHours } from './quiet-hours';
import { reach } from './reach';
import { noticesOf } from './recipients';
import { MOST_ATTEMPTS, pauseAfter } from './retry';
import type { Template } from './templates/template';

export interface NotifierOptions extends Tracking {
  /** In the role `relay`. */
  readonly db: Kysely<Schema>;
  /** Official time. */
  readonly clock: { now(): Instant };
  /** Real milliseconds. Default Date.now. */
  readonly realNow?: () => number;
  readonly quietHours: QuietHours;
  /** Undefined where the installation has no mail server: then e-mail is no channel. */
  readonly mail: Channel | undefined;
  /** SMS and Zalo; undefined where the installation has no gateway. */
  readonly messages: Channel | undefined;
  /** Ids, templates, channels and codes of errors; never names or addresses. */
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

export interface Notifier extends Subscriber {
  /** Sends everything that is due, held or to be tried again. A second call while one runs waits for that one. */
  releaseHeld(): Promise<void>;
  /** Waits for the letters under way and begins no more; what is left stands in the database. */
  close(): Promise<void>;
}

/** Letters under way at one time. */
const AT_ONCE = 5;

/**
 * Tells applicants and officers what was recorded. `deliver` only writes down who is to be told, in one statement and
 * once per message and recipient, so that a mail server that is down holds up nothing; `releaseHeld` sends, and a timer
 * calls it every second.
 *
 * Never twice: a notice is marked `sending` before anything leaves. When the process dies in between, the messaging
 * gateway gets the same id again and sends it once; a letter stays `unknown`, because SMTP cannot say whether it was
 * taken, and waits for a person (at most once).
 */
export const createNotifier = (options: NotifierOptions): Notifier => {
  const { db, clock, realNow = Date.now, log } = options;
  let running: Promise<void> | null = null;
  let closed = false;

  const pass = async (): Promise<void> => {
    const abandoned = await settleAbandoned(db, realNow());
    if (abandoned > 0) log.warn({ notices: abandoned }, 'notices: their process ended while it was sending');
    while (!closed) {
      const due = await takeDueNotices(db, clock.now(), realNow(), AT_ONCE);
      if (due.length === 0) return;
      const told = await Promise.allSettled(due.map((notice) => tell(options, notice)));
      told.forEach((result, i) => {
        // It comes again when its lease has ended. The sentence of the error might hold what was being written.
        if (result.status === 'rejected') log.warn({ notice: due[i]!.notice, error: nameOf(result.reason) }, 'notice: could not be written');
      });
    }
  };

  return {
    name: ENGINE_PARTS.notices,
    wants: (message) => planFor(message).length > 0,
    async deliver(message) {
      const now = clock.now();
      await planNotices(db, await noticesOf(db, message, now), now, realNow());
    },
    releaseHeld() {
      running ??= pass().finally(() => (running = null));
      return running;
    },
    async close() {
      closed = true;
      await running?.catch(() => undefined);
    },
  };
};

const nameOf = (error: unknown): string => (error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}` : 'unknown');

const tell = async (options: NotifierOptions, notice: Notice): Promise<void> => {
  const { db, log } = options;
  const settled = await attempt(options, notice);
  if (settled === 'taken-over') return;
  await settleNotice(db, notice.notice, settled);
  const { notice: id, template, recipientKind, dossierId } = notice;
  const fields = { notice: id, template, recipientKind, dossierId, status: settled.status };
  if ('error' in settled) log.warn({ ...fields, error: settled.error }, 'notice');
  else log.info(fields, 'notice');
};

/** One notice, once: what it came to, or that another process has it. */
const attempt = async (options: NotifierOptions, notice: Notice): Promise<Settled | 'taken-over'> => {
  const { db, clock, realNow = Date.now, quietHours } = options;
  const now = clock.now();
  const composed = await compose(db, notice, options, now);
  if (composed === 'overtaken') return { status: 'overtaken' };
  const reached = await reach(db, notice, (channel) => channelOf(options, channel) !== undefined, now);
  if (!reached) return { status: 'no-address' };
  const holdUntil = reached.channel === 'email' || !reached.quiet ? null : quietUntil(quietHours, now);
  if (holdUntil !== null) return { status: 'waiting', holdUntil, realNow: realNow() };
  if (!(await beginSending(db, notice, reached, realNow()))) return 'taken-over';
  const letter: Letter = {
    id: notice.notice,
    channel: reached.channel,
    to: reached.to,
    name: reached.name,
    language: reached.language,
    template: notice.template as Template,
    text: composed.text(reached.language, reached.name),
    dossierCode: composed.dossierCode,
  };
  const outcome = await channelOf(options, reached.channel)!.send(letter);
  return settledBy(outcome, notice.attempts + 1, clock.now(), realNow());
};

const channelOf = ({ mail, messages }: NotifierOptions, channel: ChannelName): Channel | undefined => (channel === 'email' ? mail : messages);

const settledBy = (outcome: Outcome, attempts: number, now: Instant, realNow: number): Settled => {
  switch (outcome.kind) {
    case 'sent':
      return { status: 'sent', at: now };
    case 'refused':
      return { status: 'failed', error: outcome.error };
    case 'unknown':
      return { status: 'unknown', error: outcome.error };
    case 'later':
      return attempts >= MOST_ATTEMPTS
        ? { status: 'failed', error: outcome.error }
        : { status: 'waiting', error: outcome.error, nextRealAt: realNow + pauseAfter(attempts) };
  }
};
