import { Readable } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { NOBODY } from '../db/api-database';
import type { ApiDatabase, Reader } from '../db/api-database';
import type { OutboxCursor } from '../db/outbox';
import { endOfFeed, newsOf, readFeed, typesOf } from '../db/reads/outbox-feed';
import type { FeedMessage } from '../db/reads/outbox-feed';

/** Real milliseconds between two looks at what was recorded, while somebody listens. */
const LOOK_EVERY_MS = 300;
const HEARTBEAT_MS = 15_000;
/** Events of one look. */
const AT_ONCE = 500;
/** Whoever is further behind reads their lists anew instead of being told of every change. */
const MOST_BEHIND = 2_000;
/** Characters written to a listener who does not read them; then it is dropped, and comes again by itself. */
const MOST_UNREAD = 256 * 1024;
/** Streams of one person at a time; with one more the oldest ends. */
const MOST_OF_ONE = 20;

export interface Listening {
  /** Under whose rights it is decided what is told. */
  readonly reader: Reader;
  /** The place of the last event that arrived, where somebody comes again. */
  readonly lastEventId?: string;
  /** Asked at each heartbeat; false ends the stream. */
  readonly holds: () => Promise<boolean>;
}

interface Listener extends Listening {
  readonly stream: Readable;
  /** Everything up to here was told, or is not for this listener. */
  after: OutboxCursor;
  ended: boolean;
}

/**
 * Live updates of one API process. One poller goes over the outbox in the order in which everything leaves, only while somebody
 * listens; what each listener may see is row-level security's to say, asked once for all who have the same agencies.
 */
export class LiveUpdates {
  readonly #listeners = new Set<Listener>();
  #looking: Promise<void> | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(
    private readonly database: ApiDatabase,
    private readonly log?: Pick<FastifyBaseLogger, 'warn'>,
  ) {}

  /** A stream of server-sent events, which ends when its reader goes away, when `holds` says so, or with the process. */
  async listen(listening: Listening): Promise<Readable> {
    const db = this.database.as(NOBODY);
    const now = await endOfFeed(db);
    const asked = listening.lastEventId === undefined ? now : cursorOf(listening.lastEventId);
    // A place that is too far back, or not on our way at all, cannot be gone on from.
    const lost = asked === undefined || isBefore(now, asked) || (await readFeed(db, asked, MOST_BEHIND + 1)).length > MOST_BEHIND;
    const listener: Listener = { ...listening, stream: new Readable({ read: () => undefined }), after: lost ? now : asked, ended: false };
    // The id alone tells a browser from where to come again, before anything has happened.
    tell(listener, `retry: 1000\nid: ${idOf(listener.after)}\n\n`);
    if (lost) tell(listener, `event: reload\nid: ${idOf(listener.after)}\ndata: {}\n\n`);
    const own = [...this.#listeners].filter(({ reader }) => reader.person === listener.reader.person);
    if (own.length >= MOST_OF_ONE) this.#end(own[0]!);
    listener.stream.once('close', () => this.#end(listener));
    this.#listeners.add(listener);
    if (this.#closed) this.#end(listener);
    else this.#start();
    return listener.stream;
  }

  /** Ends every stream, and waits for the look that is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const listener of this.#listeners) this.#end(listener);
    this.#wake?.();
    await this.#looking;
  }

  #end(listener: Listener): void {
    if (!listener.ended && !listener.stream.destroyed) listener.stream.push(null);
    listener.ended = true;
    this.#listeners.delete(listener);
  }

  #start(): void {
    this.#looking ??= this.#lookWhileListened().finally(() => {
      this.#looking = undefined;
      // Somebody may have come after the last look.
      if (this.#listeners.size > 0) this.#start();
    });
    this.#heartbeat ??= setInterval(() => void this.#beat(), HEARTBEAT_MS);
  }

  async #lookWhileListened(): Promise<void> {
    while (this.#listeners.size > 0) {
      const more = await this.#look().catch((err: unknown) => {
        this.log?.warn({ err }, 'live updates wait');
        return false;
      });
      if (!more) await this.#pause();
    }
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Tells everybody what came after the place each has reached; whether there is more already. */
  async #look(): Promise<boolean> {
    const present = [...this.#listeners];
    const from = present.map(({ after }) => after).reduce((least, after) => (isBefore(after, least) ? after : least));
    const messages = await readFeed(this.database.as(NOBODY), from, AT_ONCE);
    const last = messages.at(-1);
    if (!last) return false;
    const told = await Promise.allSettled([...groupsOf(present).values()].map((group) => this.#tellGroup(group, messages, last)));
    const failed = told.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return messages.length === AT_ONCE;
  }

  async #tellGroup(group: readonly Listener[], messages: readonly FeedMessage[], last: OutboxCursor): Promise<void> {
    const news = messages.filter((message) => group.some(({ after }) => isBefore(after, message)));
    const db = this.database.as(group[0]!.reader);
    const seen = news.length === 0 ? new Map() : await newsOf(db, [...new Set(news.map(({ dossierId }) => dossierId))]);
    const visible = news.filter(({ dossierId }) => seen.has(dossierId));
    const types = visible.length === 0 ? new Map() : await typesOf(db, visible);
    // From here on nothing waits: whoever is told of an event has it behind them at once, and is never told again.
    for (const message of visible) {
      const text = eventOf(message, seen.get(message.dossierId)!, types.get(`${message.dossierId}/${message.seq}`) ?? null);
      for (const listener of group) if (isBefore(listener.after, message)) tell(listener, text);
    }
    for (const listener of group) if (isBefore(listener.after, last)) listener.after = { txid: last.txid, position: last.position };
  }

  async #beat(): Promise<void> {
    await Promise.all(
      [...this.#listeners].map(async (listener) => {
        const holds = await listener.holds().catch(() => true);
        if (holds) tell(listener, `: heartbeat\nid: ${idOf(listener.after)}\n\n`);
        else this.#end(listener);
      }),
    );
  }
}

type News = NonNullable<ReturnType<Awaited<ReturnType<typeof newsOf>>['get']>>;

const eventOf = (message: FeedMessage, { dossierId, code, stage, holders, tasks }: News, type: string | null): string =>
  `event: dossier\nid: ${idOf(message)}\ndata: ${JSON.stringify({ dossierId, code, seq: message.seq, type, stage, agencies: holders, tasks })}\n\n`;

function tell({ stream, ended }: Listener, text: string): void {
  if (ended || stream.destroyed) return;
  stream.push(text);
  if (stream.readableLength > MOST_UNREAD) stream.destroy();
}

/** Whoever has the same agencies sees the same. */
function groupsOf(listeners: readonly Listener[]): Map<string, Listener[]> {
  const groups = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const { agencies, audits } = listener.reader;
    const key = audits ? 'audits' : [...agencies].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), listener]);
  }
  return groups;
}

const idOf = ({ txid, position }: OutboxCursor): string => `${txid}-${position}`;

function cursorOf(id: string): OutboxCursor | undefined {
  const [, txid, position] = /^(\d{1,19})-(\d{1,15})$/.exec(id) ?? [];
  return txid === undefined || position === undefined ? undefined : { txid, position: Number(position) };
}

function isBefore(a: OutboxCursor, b: OutboxCursor): boolean {
  const [x, y] = [BigInt(a.txid), BigInt(b.txid)];
  return x < y || (x === y && a.position < b.position);
}
