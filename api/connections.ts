import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { compile } from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';
import { refusal } from '../domain/errors';
import { answerRaw } from './unreadable';

/** Some 80 officers behind one address, each with a browser's six connections and the live stream. */
export const MOST_CONNECTIONS = 500;

/** Of one address so many connections are open at a time; a proxy that is believed counts its own callers. */
export function limitConnections(server: Server, most: number, trustProxy: string | undefined): void {
  const isProxy = compile(trustProxy?.split(',').map((each) => each.trim()) ?? []);
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || isProxy(remoteAddress, 0)) return;
    const network = networkOf(remoteAddress);
    const count = (open.get(network) ?? 0) + 1;
    if (count > most) {
      answerRaw(socket, refusal('TOO_MANY_CONNECTIONS', { most }));
      return;
    }
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}

/** Of IPv6 a subscriber has a whole /64, and so 2^64 addresses. */
function networkOf(address: string): string {
  const parsed = ipaddr.process(address.split('%')[0]!);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
}
