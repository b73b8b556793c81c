import type { LoggedEvent } from '../domain/dossier/recording';
import { byCommand, isEnginesOwn } from '../domain/dossier/signed';
import type { Signature } from '../domain/dossier/signed';
import type { SignatureFault, Signing } from '../gateway/signing';

/** What goes with a log that is written anew from history: the engine's own acts are signed again by this worker. */
export function signaturesFor(
  signing: Signing,
  dossierId: string,
  events: readonly LoggedEvent[],
  kept: Readonly<Record<string, Signature>>,
): Readonly<Record<string, Signature>> | SignatureFault {
  const signatures: Record<string, Signature> = {};
  for (const [first] of byCommand(events)) {
    const signature = isEnginesOwn(first) ? signing.signEvent(dossierId, first) : kept[first.commandId];
    // What an earlier program kept has none: it comes back unsigned, and the verifier says so.
    if (signature === undefined) continue;
    const fault = signing.faultOf(dossierId, first, signature);
    if (fault !== null) return fault;
    signatures[first.commandId] = signature;
  }
  return signatures;
}
