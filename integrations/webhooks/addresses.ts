import { lookup as resolveName } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { DeliveryFailed } from '../relay/failures';

/** Networks that are nobody's on the internet (RFC 6890), and those in which another address may hide. */
const CLOSED: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 9, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

/** Whether an address is out on the internet: in no private network, and none of this machine's own. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return isIP(address) !== 0 && !closedNetworks().check(address, family);
}

function closedNetworks(): BlockList {
  const closed = new BlockList();
  for (const [network, prefix, family] of CLOSED) closed.addSubnet(network, prefix, family);
  for (const each of Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])) {
    closed.addAddress(each.address.split('%')[0]!, each.family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return closed;
}

export const closedAddress = (): DeliveryFailed => new DeliveryFailed('its address lies in a private network, which this installation does not send to');

type Answer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A `lookup` for `net.connect`: the very addresses that are connected to are checked, so that a name which answers differently
 * the second time leads nowhere else.
 */
export function lookupPublic(hostname: string, options: LookupOptions, answer: Answer): void {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, []);
    if (!addresses.every(({ address }) => isPublicAddress(address))) return answer(closedAddress(), []);
    return options.all === true ? answer(null, addresses) : answer(null, addresses[0]!.address, addresses[0]!.family);
  });
}
