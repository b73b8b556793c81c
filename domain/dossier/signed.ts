import { canonicalJson } from '../canonical-json';
import type { Actor } from './actor';
import type { Act, Envelope } from './command';
import type { LoggedEvent } from './recording';

/** The parts of an installation that take acts in. Each signs with a key of its own. */
export const PARTS = ['api', 'cli', 'worker', 'relay'] as const;
export type Part = (typeof PARTS)[number];

/** Which key vouches for a command, and its Ed25519 signature over `signedText`, in base64url. */
export interface Signature {
  readonly key: string;
  readonly value: string;
}

/** A command for which the part that took it in vouches: nothing else reaches a dossier. */
export interface SignedEnvelope extends Envelope {
  readonly signature: Signature;
}

/** What a dossier begins with, beside its first command: that command's signature covers it. */
export interface Opening {
  readonly procedureCode: string;
  readonly procedureVersion: number;
  /** The topology of agencies; what was signed before dossiers were pinned to one does not say. */
  readonly agenciesVersion?: number;
  readonly receivingUnit: string;
  readonly place: string;
}

/** What is signed of a command: which dossier, which id, who, when, and everything that is asked for. */
export const signedText = (dossierId: string, envelope: Envelope, opening: Opening | null): string => {
  const { commandId, actor, stampedAt, command } = envelope;
  return textOf(dossierId, commandId, actor, { ...command, stampedAt }, opening);
};

/** The same, from the first event that the command led to: the log holds every word of it. */
export const signedTextOf = (dossierId: string, { commandId, actor, command, payload }: LoggedEvent): string => {
  const opening = payload.type === 'DossierSubmitted' ? openingIn(payload) : null;
  return textOf(dossierId, commandId, actor, command, opening);
};

export const openingIn = (from: Opening): Opening => {
  const { procedureCode, procedureVersion, agenciesVersion, receivingUnit, place } = from;
  const pin = agenciesVersion === undefined ? {} : { agenciesVersion };
  return { procedureCode, procedureVersion, ...pin, receivingUnit, place };
};

/** A signature is worth nothing for anything else than an act, nor for one of another form. */
const PURPOSE = 'lienthong:act:1';

const textOf = (
  dossierId: string,
  commandId: string,
  actor: Actor,
  command: unknown,
  opening: Opening | null,
): string => canonicalJson({ purpose: PURPOSE, dossierId, commandId, actor, command, opening });

/** What no sender asks for: the workflow decides it by itself, and the worker that records it vouches for it. */
const ENGINES_OWN: readonly Act[] = ['tick', 'adopt-rules'];

/**
 * What a part may vouch for. A stolen key is worth no more than the part it was stolen from: the relay only reports
 * what another system acknowledged, and only the worker, which passes the time itself, says that time has passed.
 */
export function maySign(part: Part, actor: Actor, act: Act): boolean {
  switch (part) {
    case 'worker':
      return actor.kind === 'engine' || act === 'submit';
    case 'relay':
      return actor.kind === 'partner' && act === 'report-sync';
    case 'api':
    case 'cli':
      return !ENGINES_OWN.includes(act);
  }
}

/** The act of a logged command. */
export const actIn = ({ command }: LoggedEvent): Act => (command as { readonly act: Act }).act;

/** Whether the engine decided it by itself. */
export const isEnginesOwn = (first: LoggedEvent): boolean => ENGINES_OWN.includes(actIn(first));

/** The events of each command, in order. */
export function byCommand(events: readonly LoggedEvent[]): readonly (readonly [LoggedEvent, ...LoggedEvent[]])[] {
  const groups: [LoggedEvent, ...LoggedEvent[]][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last !== undefined && last[0].commandId === event.commandId) last.push(event);
    else groups.push([event]);
  }
  return groups;
}
