import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import type { Database } from '../../db/database';
import { publishAgencies, publishProcedure } from '../../db/catalogue';
import { eventsOf } from '../../db/reads/history-of';
import { recordDossier } from '../../db/record';
import type { DossierEvent } from '../../domain/dossier/event';
import type { DossierRow, LoggedEvent, TaskRow } from '../../domain/dossier/recording';
import { createMailChannel } from '../../integrations/notify/mail-channel';
import { createMessageChannel } from '../../integrations/notify/message-channel';
import { createNotifier, type Notifier, type NotifierOptions } from '../../integrations/notify/notifier';
import { parseQuietHours } from '../../integrations/notify/quiet-hours';
import type { OutgoingEvent } from '../../integrations/subscriber';
import { editedTopology } from '../agency-catalogue';
import { readCatalogue } from '../../workers/load-catalogue';
import type { TestDatabase } from '../db/database';
import { dossierRow, event, MORNING, recording } from '../db/samples';

/** A commune's one-stop unit of 2022, which the catalogue names. */
export const UNIT = 'H35.41.01.01';
export const PROCEDURE = '9.900010.H35';

export interface MailServer {
  readonly url: string;
  readonly mails: readonly ParsedMail[];
  /** Ends every connection without a word. */
  sever(): void;
  stop(): Promise<void>;
}

/** A real SMTP server on the loopback interface; on another server's port, it is that one come back. */
export const startMailServer = async (options: SMTPServerOptions = {}, port = 0): Promise<MailServer> => {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => void simpleParser(stream).then((mail) => (mails.push(mail), done()), done),
    ...options,
  });
  server.on('error', () => undefined);
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => void sockets.add(socket));
  const sever = (): void => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const { port: bound } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${bound}`, mails, sever, stop: () => new Promise((resolve) => (server.close(() => resolve()), sever())) };
};

export interface Gateway {
  readonly url: string;
  readonly secret: string;
  /** What arrived with a valid signature, repetitions too. */
  readonly messages: readonly Record<string, unknown>[];
  /** Answers of the next requests; 204 when there are none. */
  answers: number[];
  stop(): Promise<void>;
}

/** A real messaging gateway. With `hang` it takes what comes, says so to the test and never answers. */
export const startGateway = async ({ hang }: { readonly hang?: () => void } = {}): Promise<Gateway> => {
  const secret = `whsec_${Buffer.from('a secret of the test gateway').toString('base64')}`;
  const messages: Record<string, unknown>[] = [];
  const gateway: { answers: number[] } = { answers: [] };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      try {
        messages.push(new Webhook(secret).verify(body, request.headers as Record<string, string>) as Record<string, unknown>);
        if (hang) hang();
        else response.writeHead(gateway.answers.shift() ?? 204).end();
      } catch {
        response.writeHead(401).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
  return Object.assign(gateway, {
    url,
    secret,
    messages,
    stop: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  });
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

export interface NotifyDesk {
  readonly relay: Database;
  /** Official time; real time goes with it unless `realNow` is moved. */
  now: number;
  realNow: number;
  readonly logged: string[];
  /** Each dossier's legal code. */
  codeOf(dossierId: string): string;
  notifier(more?: Partial<NotifierOptions>): Notifier;
  /** Records the next events of a dossier and hands them to a notifier in order, as the relay does. */
  record(notifier: Notifier, dossierId: string, payloads: readonly DossierEvent[], more?: Recorded): Promise<void>;
  /** The whole log of a dossier again, as a relay that lost its cursor does. */
  deliverAgain(notifier: Notifier, dossierId: string): Promise<void>;
  notices(dossierId: string): Promise<readonly { status: string; channel: string | null; template: string; last_error: string | null; recipient: string; notice: string; attempts: number }[]>;
}

export interface Recorded {
  readonly dossier?: Partial<DossierRow>;
  readonly tasks?: readonly TaskRow[];
  readonly by?: LoggedEvent['actor'];
}

export const openNotifyDesk = async (database: TestDatabase, mail: () => MailServer | undefined, gateway: () => Gateway | undefined): Promise<NotifyDesk> => {
  const recorder = database.as('recorder');
  const relay = database.as('relay');
  const { procedures } = readCatalogue();
  const topology = editedTopology();
  const published = { at: 0, by: 'test' };
  await publishAgencies(recorder.db, 1, topology, 'test', published);
  await publishProcedure(recorder.db, procedures.find((procedure) => procedure.code === PROCEDURE && procedure.version === 1)!, published);

  const codes = new Map<string, string>();
  const codeOf = (dossierId: string): string => codes.get(dossierId) ?? codes.set(dossierId, `${UNIT}-260213-${String(codes.size + 1).padStart(4, '0')}`).get(dossierId)!;
  const rows = new Map<string, Partial<DossierRow>>();
  const outgoing = (dossierId: string, logged: LoggedEvent): OutgoingEvent => {
    const { code, procedureCode, procedureVersion, receivingUnit, holders, nationalStatus } = dossierRow(dossierId, logged.seq, rows.get(dossierId));
    return { kind: 'event', dossierId, seq: logged.seq, dossier: { code, procedureCode, procedureVersion, receivingUnit, holders, nationalStatus }, event: logged };
  };
  const desk: NotifyDesk = {
    relay,
    now: MORNING,
    realNow: 1_800_000_000_000,
    logged: [],
    codeOf,
    notifier: (more = {}) => {
      const [mailServer, messages] = [mail(), gateway()];
      const log = (fields: object, message: string): void => void desk.logged.push(JSON.stringify({ ...fields, message }));
      return createNotifier({
        db: relay.db,
        clock: { now: () => desk.now },
        realNow: () => desk.realNow,
        quietHours: parseQuietHours('21:00-07:00')!,
        mail: mailServer && createMailChannel({ url: mailServer.url, from: 'Một cửa Lai Châu <motcua@laichau.example>' }),
        messages: messages && createMessageChannel(messages),
        trackingAddress: (code) => `https://motcua.example/t/${code}`,
        trackingSecret: () => '7K2M-9QXT-R4DH',
        log: { info: log, warn: log },
        ...more,
      });
    },
    record: async (notifier, dossierId, payloads, { dossier = {}, tasks = [], by } = {}) => {
      const known = await eventsOf(recorder.db, dossierId);
      rows.set(dossierId, { procedureCode: PROCEDURE, procedureVersion: 1, receivingUnit: UNIT, code: codeOf(dossierId), ...rows.get(dossierId), ...dossier });
      const logged = payloads.map((payload, index) =>
        event(known.length + index + 1, { type: payload.type, payload, at: desk.now, ...(by === undefined ? {} : { actor: by }) }),
      );
      await recordDossier(recorder.pool, recording(dossierId, logged, { dossier: dossierRow(dossierId, logged.at(-1)!.seq, rows.get(dossierId)), tasks }));
      for (const one of logged) await carry(notifier, outgoing(dossierId, one));
    },
    deliverAgain: async (notifier, dossierId) => {
      for (const one of await eventsOf(recorder.db, dossierId)) await carry(notifier, outgoing(dossierId, one));
    },
    notices: (dossierId) => database.query('select * from lienthong.notices where dossier_id = $1 order by entry', [dossierId]) as never,
  };
  return desk;
};

const carry = async (notifier: Notifier, message: OutgoingEvent): Promise<void> => {
  if (notifier.wants(message)) await notifier.deliver(message, { number: 1, signal: new AbortController().signal });
};
