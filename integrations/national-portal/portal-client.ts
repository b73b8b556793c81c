import { PORTAL_ENDPOINTS, PortalReply } from '../../contracts/national-portal';
import type { PortalDossier, PortalLogin, PortalProgress, PortalRequest, PortalService } from '../../contracts/national-portal';
import type { z } from 'zod';

export interface PortalSettings {
  /** Address of the adapter. */
  readonly url: string;
  /** The portal's address on the data-sharing axis. */
  readonly dstcode: string;
  /** Our unit's code (`madonvi`). */
  readonly unit: string;
  readonly username: string;
  readonly password: string;
}

type Item = PortalDossier | PortalProgress;
type Request = z.output<typeof PortalRequest>;

export interface PortalClient {
  /**
   * Hands over what replaces what the portal has under the same key. `known`: it should have it already; either way a
   * wrong guess is put right. Rejects with PortalFailure.
   */
  send(service: PortalService, data: readonly Item[], options: { readonly known: boolean; readonly signal: AbortSignal }): Promise<void>;
}

/** The portal has not taken it. `code` says why and holds nothing of a dossier; the message is the portal's own. */
export class PortalFailure extends Error {
  override readonly name = 'PortalFailure';
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const VARIABLES = {
  url: 'LIENTHONG_PORTAL_URL',
  dstcode: 'LIENTHONG_PORTAL_DSTCODE',
  unit: 'LIENTHONG_PORTAL_UNIT',
  username: 'LIENTHONG_PORTAL_USER',
  password: 'LIENTHONG_PORTAL_PASSWORD',
} as const;

/** Undefined where no portal is configured; an error that names what is missing where it is in part. */
export function portalSettingsOf(env: Readonly<Record<string, string | undefined>>): PortalSettings | undefined {
  if (!env[VARIABLES.url]) return undefined;
  const missing = Object.values(VARIABLES).filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`${VARIABLES.url} is set and ${missing.join(', ')} not; the national portal needs all of them`);
  const settings = Object.fromEntries(Object.entries(VARIABLES).map(([field, name]) => [field, env[name]]));
  return settings as unknown as PortalSettings;
}

/** As long as the portal may take by its contract. */
const PATIENCE_MS = 60_000;

/** The portal's adapter, with one session for all who send; it is renewed when the portal refuses. */
export function createPortalClient({ url, dstcode, unit, username, password }: PortalSettings): PortalClient {
  let session: Promise<string> | undefined;

  async function post(endpoint: string, body: z.output<typeof PortalLogin> | Request, signal: AbortSignal): Promise<PortalReply> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url.replace(/\/+$/, '')}/${endpoint}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json', dstcode },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.any([signal, patience]),
      });
      text = await response.text();
    } catch (error) {
      const why = patience.aborted ? 'timeout' : 'unreachable';
      throw new PortalFailure(why, `the national portal is ${why === 'timeout' ? 'too slow' : why}`, { cause: error });
    }
    // Some adapters say by HTTP that a session has ended.
    if (response.status === 401 || response.status === 403) return { error_code: `HTTP ${response.status}`, message: '', session: null };
    if (!response.ok) throw new PortalFailure(`HTTP ${response.status}`, `the national portal answered with HTTP ${response.status}`);
    const reply = PortalReply.safeParse(asJson(text));
    if (!reply.success) throw new PortalFailure('unreadable', 'the national portal answered with something that is no reply of its contract');
    return reply.data;
  }

  async function login(signal: AbortSignal): Promise<string> {
    const reply = await post(PORTAL_ENDPOINTS.login, { username, password }, signal);
    if (!isTaken(reply) || !reply.session) {
      throw new PortalFailure(`login ${reply.error_code}`, `the national portal does not let "${username}" in (error_code ${reply.error_code})`);
    }
    return reply.session;
  }

  async function call(request: Omit<Request, 'session' | 'madonvi'>, signal: AbortSignal, fresh = session === undefined): Promise<PortalReply> {
    const used = (session ??= login(signal));
    // A login that failed is nobody's session.
    used.catch(() => { if (session === used) session = undefined; });
    const reply = await post(PORTAL_ENDPOINTS.services, { session: await used, madonvi: unit, ...request }, signal);
    // No code of its own says that a session has ended, so any other refusal of an older one is tried once with a new one.
    if (fresh || isTaken(reply) || isThere(reply) || isMissing(reply)) return reply;
    if (session === used) session = undefined;
    return call(request, signal, true);
  }

  return {
    async send(service, data, { known, signal }) {
      const sent = (updating: boolean): Promise<PortalReply> => call({ service, isUpdating: updating ? 'True' : 'False', data: [...data] }, signal);
      const first = await sent(known);
      const guessedWrong = known ? isMissing(first) : isThere(first);
      const reply = guessedWrong ? await sent(!known) : first;
      if (isTaken(reply)) return;
      const { error_code: code, message } = reply;
      throw new PortalFailure(`error ${code}`, `the national portal refused ${service} with error_code ${code}: ${withoutNames(message, data)}`);
    },
  };
}

const isTaken = ({ error_code }: PortalReply): boolean => error_code === '0' || error_code === '00';
const isThere = ({ message }: PortalReply): boolean => /đã tồn tại/i.test(message.normalize('NFC'));
const isMissing = ({ message }: PortalReply): boolean => /(không|chưa) tồn tại/i.test(message.normalize('NFC'));

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const LONGEST_MESSAGE = 300;

/** The portal's sentence for the operator, without what it may repeat of the person. */
function withoutNames(message: string, data: readonly Item[]): string {
  const personal = data.flatMap((item) => ('ChuHoSo' in item ? [item.ChuHoSo, item.SoGiayToChuHoSo, item.Email, item.SoDienThoai] : [item.NguoiXuLy]));
  return personal
    .filter((value) => value !== '')
    .reduce((text, value) => text.replace(new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu'), '…'), message.normalize('NFC'))
    .slice(0, LONGEST_MESSAGE);
}
