import { lookup as resolveName } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { DeliveryFailed } from '../relay/failures';

/** All of IPv6 that is given out to anybody (RFC 4291); what lies outside is another protocol's, or nobody's. */
const GIVEN_OUT: readonly [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
/** Within what is given out, and closed: documentation (RFC 9637), which the library does not know yet. */
const DOCUMENTATION: readonly [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('3fff::'), 20];

/** Whether an address is out on the internet: in no private network, none in which another hides, and none of this machine's own. */
export function isPublicAddress(address: string): boolean {
  const bare = address.split('%')[0]!;
  if (isIP(bare) === 0) return false;
  const parsed = ipaddr.parse(bare);
  // A library's `unicast` is what is left when every special range is taken away.
  if (parsed.range() !== 'unicast') return false;
  const isGivenOut = parsed instanceof ipaddr.IPv4 || (parsed.match(GIVEN_OUT[0], GIVEN_OUT[1]) && !parsed.match(DOCUMENTATION[0], DOCUMENTATION[1]));
  return isGivenOut && !isOwn(parsed.toNormalizedString());
}

const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some((own) => ipaddr.parse(own.address.split('%')[0]!).toNormalizedString() === address);

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
