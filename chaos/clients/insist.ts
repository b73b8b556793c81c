import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '../journal';
import type { Recorded } from './account';
import { toldBy } from './answer';
import type { Caller, Line } from './callers';
import { tryOnce } from './http';
import type { Answer, Request } from './http';
import { GaveUp } from './stopping';
import { Wedge } from './wedge';

export interface Connection extends Line {
  readonly journal: Journal;
  /** What was asked under each key, to ask it again long after. */
  readonly asked: Map<string, Insisted>;
}

export interface Insisted extends Omit<Request, 'headers'> {
  readonly who: Caller;
  /** The Idempotency-Key of an act; it stands in the account then. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const LINK_MS = 300;
const LONGEST_PAUSE_MS = 1_500;

/** Asks the same, under the same key, until it is done or refused. Throws where nothing comes of it. */
export async function insist(connection: Connection, insisted: Insisted): Promise<Answer> {
  const { who, key, diesAfterMs, ...asked } = insisted;
  const { account, stopping } = connection;
  if (key !== undefined) connection.asked.set(key, insisted);
  const wedge = new Wedge();
  for (let attempt = 1; ; attempt++) {
    const headers = {
      ...(await who.headers(asked.method)),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...asked.headers,
    };
    const answer = await tryOnce(connection.base, { ...asked, headers, ...(attempt === 1 ? { diesAfterMs } : {}) });
    note(connection, asked, key, answer);
    const told = toldBy(answer);
    if (told === 'recorded' || told === 'refused') return answer;
    // What was asked under no key is no act: it waits for a second person, and is not asked again.
    if (told === 'pending' && key === undefined) return answer;
    if (answer.status === 401) who.renew();
    wedge.hear(answer, account.lastConfirmation);
    if (wedge.isWedged(Date.now())) return wedged(connection, asked, key, answer);
    stopping.check(`${asked.method} ${asked.path}`);
    if (told === 'pending' && key !== undefined) await followLink(connection, who, key, answer);
    else await sleep(Math.min(LONGEST_PAUSE_MS, 100 * attempt));
  }
}

function note(
  { account, journal }: Connection,
  { path }: Pick<Request, 'path'>,
  key: string | undefined,
  answer: Answer,
): void {
  if (key === undefined) account.count(answer);
  else account.hear(key, tryOf(answer), answer.json);
  if (key !== undefined || answer.status === 0 || answer.status >= 400)
    journal.write('tries', { key, path, ...tryOf(answer) });
}

const tryOf = ({ began, ended, status, code, detail, error }: Answer) => ({
  began,
  ended,
  status,
  code,
  detail,
  error,
});

function wedged(
  { account, journal }: Connection,
  { path }: Pick<Request, 'path'>,
  key: string | undefined,
  answer: Answer,
): never {
  if (key !== undefined) account.giveUp(key);
  journal.write('wedged', { key, path, status: answer.status, detail: answer.detail });
  throw new GaveUp(`wedged: ${key ?? ''} ${path} is answered ${answer.status} ${answer.code ?? ''} all the time`);
}

/** Asks the link of a pending act until it says what became of it; then the key itself is asked again. */
async function followLink(connection: Connection, who: Caller, key: string, pending: Answer): Promise<void> {
  const { base, account, stopping } = connection;
  const { outcome } = (pending.json ?? {}) as { outcome?: string };
  for (let asked = 0; outcome !== undefined; asked++) {
    await sleep(LINK_MS);
    const answer = await tryOnce(base, { method: 'GET', path: outcome, headers: await who.headers('GET') });
    account.count(answer);
    stopping.check(`GET ${outcome}`);
    if (answer.status === 401) who.renew();
    // Of a submission the link is the dossier itself, which is not there before it is recorded.
    if (answer.status === 404 && outcome.startsWith('/v1/dossiers/') && asked < 20) continue;
    if (answer.status === 0 || answer.status >= 500 || answer.status === 401) continue;
    const { status, recorded } = (answer.json ?? {}) as { status?: string; recorded?: Recorded | null };
    if (status === 'pending' && asked < 100) continue;
    if (status !== undefined) account.hearOutcome(key, status, recorded ?? null);
    return;
  }
}
