import type { Envelope } from '../domain/dossier/command';
import { handle, timeHandled } from '../domain/dossier/engine';
import { adoptionOf } from '../domain/dossier/rules';
import type { Handled } from '../domain/dossier/engine';
import type { Signature } from '../domain/dossier/signed';
import type { Result } from '../domain/result';
import type { Tip } from './dossier.messages';
import type { RecordingLane, Vouched } from './lane';

/**
 * An open dossier of earlier rules goes over to the present ones with the next act that reaches it: by an act of the
 * engine, at the same instant and before it. Nothing waits for that one to be recorded, for the lane keeps their order.
 * @param mayAdopt Whether the run may, here and now; asked only where there is something to adopt.
 */
export function adoptFirst(lane: RecordingLane, { commandId, stampedAt }: Envelope, mayAdopt: () => boolean): boolean {
  const { ahead } = lane;
  if (ahead.commands[commandId] !== undefined || adoptionOf(ahead, stampedAt) === null || !mayAdopt()) return false;
  const take = (on: typeof ahead): Result<Handled> => {
    const adoption = adoptionOf(on, stampedAt);
    // The log turned out to hold it already, or the end of the dossier.
    return adoption === null ? timeHandled(on, on.lastAt) : handle(on, adoption);
  };
  // What keeps it from being recorded keeps the act that follows it as well, and is answered there.
  lane.decide(take).catch(() => undefined);
  return true;
}

/**
 * One act on the dossier, answered when the log has it. Whoever sends it says where the log ended when they read it:
 * a run that is somewhere else looks at the log before it decides, where the log goes further, and before it refuses.
 * @param found What the act has just come to on what the run had decided by then.
 */
export async function performAct(
  lane: RecordingLane,
  envelope: Envelope & { readonly signature?: Signature },
  tip: Tip | null,
  found?: Result<Handled>,
): Promise<Result<Handled>> {
  const take = (on: Parameters<typeof handle>[0]): Result<Handled> => handle(on, envelope);
  const vouched = voucherOf(envelope);
  const ahead = isAhead(tip, lane);
  if (ahead) await lane.compare();
  const result = await lane.decide(take, { ...vouched, found: ahead ? undefined : found });
  if (wasRecorded(result) || agrees(tip, lane)) return result;
  await lane.compare();
  return lane.decide(take, vouched);
}

/** Whether the log, as the sender read it, ends where this run has it: what is refused then is refused for certain. */
export const agrees = (tip: Tip | null, { recorded, mark }: RecordingLane): boolean =>
  tip === null || (tip.seq === recorded.seq && (mark === null || tip.mark === mark));

/** The log goes further than anything this run has decided. */
const isAhead = (tip: Tip | null, { ahead }: RecordingLane): boolean => tip !== null && tip.seq > ahead.seq;

const wasRecorded = (result: Result<Handled>): boolean => result.ok && !result.value.repeated;

/** Acts that were sent by an earlier program bring no signature; the recorder says what becomes of them. */
const voucherOf = ({ commandId, signature }: Envelope & { readonly signature?: Signature }): Vouched =>
  signature === undefined ? {} : { signatures: { [commandId]: signature } };
