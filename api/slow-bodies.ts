import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '../domain/errors';
import type { Api } from './context';
import { Refused } from './problem';

export interface Pace {
  /** Real milliseconds in which the body of a request comes whole. */
  readonly bodyMs: number;
  /** Of a body that is passed on as it comes, so much comes in each second of that time. */
  readonly bytesPerSecond: number;
}

/** 4 KB a second is a tenth of the slowest line on which a page of the portal still opens. */
export const PACE: Pace = { bodyMs: 30_000, bytesPerSecond: 4_096 };

/** Ends requests whose body does not come: each of them would keep a connection open for as long as its sender likes. */
export function endSlowBodies(app: Api, pace: Pace): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request)) watch(request, reply, pace);
    done();
  });
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function watch({ raw, routeOptions }: FastifyRequest, reply: FastifyReply, { bodyMs, bytesPerSecond }: Pace): void {
  const { socket } = raw;
  const isStreamed = routeOptions.config.streamedBody === true;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    const came = socket.bytesRead - before;
    before += came;
    // Where something waits to be taken on, it is we who are slow.
    if (isStreamed && (came >= (bytesPerSecond * bodyMs) / 1_000 || raw.readableLength > 0)) return;
    clearInterval(timer);
    if (raw.complete || raw.readableEnded) return;
    if (reply.sent) raw.destroy();
    else tell(reply, bodyMs);
  }, bodyMs);
  timer.unref();
  for (const over of ['end', 'close']) raw.once(over, () => clearInterval(timer));
}

/** Whoever was answered already is told nothing more; here the answer says why, and the connection goes with it. */
function tell(reply: FastifyReply, bodyMs: number): void {
  const why = refusal('BODY_TOO_SLOW', { seconds: Math.ceil(bodyMs / 1_000) });
  void reply.header('connection', 'close').send(new Refused(why));
}
