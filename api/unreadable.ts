import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ERRORS, refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { PROBLEM_TYPE, headTooLarge, problemOf } from './problem';

/** Answers what cannot even be read as a request: too large a head, no HTTP, or only half of it in time. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  answerRaw(socket, whyUnreadable(error.code), error);
}

/** An answer where there is no request to answer; the connection goes. */
export function answerRaw(socket: Socket, refused: Refusal, error?: Error): void {
  const status = ERRORS[refused.code].status;
  const body = JSON.stringify(problemOf(refused, [], { language: 'vi', url: '', id: randomUUID() }));
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, `content-type: ${PROBLEM_TYPE}`, `content-length: ${Buffer.byteLength(body)}`, 'connection: close'];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}

function whyUnreadable(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return headTooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refusal('REQUEST_INVALID', { problem: 'it did not come whole in time', problemVi: 'yêu cầu không đến đủ trong thời gian cho phép' });
  return refusal('REQUEST_INVALID', { problem: 'it is no HTTP', problemVi: 'không đúng giao thức HTTP' });
}
