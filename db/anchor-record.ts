import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json';
import { leafHash, rootOf } from './merkle';

/** How far one chain had come: what an anchor holds of it. */
export interface Leaf {
  readonly kind: LeafKind;
  /** A dossier's id, an alarm's number, `CODE@version`; `-` where there is only one such chain. */
  readonly id: string;
  readonly seq: number;
  readonly hash: Buffer;
}

export const LEAF_KINDS = [
  'dossier',
  'escalations',
  'access',
  'alarm',
  'erasure',
  'pruning',
  'correction',
  'procedure',
  'calendar',
  'agencies',
  'rules',
  'unsigned',
  'procedure-row',
  'calendar-row',
  'agencies-row',
  'clock',
] as const;
export type LeafKind = (typeof LEAF_KINDS)[number];

/** What is signed. Everything else follows from it. */
export interface Statement {
  readonly v: 1;
  /** 1, 2, 3 … without gaps. */
  readonly anchor: number;
  /** Real time, RFC 3339 in UTC. */
  readonly at: string;
  /** SHA-256 of the statement before, hex; of `lienthong:anchors` before the first. */
  readonly previous: string;
  readonly leaves: number;
  /** Root of the tree over the leaves' texts, in their order (hex). */
  readonly root: string;
  /** Which key signs it. */
  readonly key: string;
}

/** One anchor with all that proves it; what stands in a line of the file outside. */
export interface AnchorRecord {
  readonly statement: string;
  readonly signature: Buffer;
  readonly leaves: readonly string[];
}

export const leafText = ({ kind, id, seq, hash }: Leaf): string => `${kind} ${id} ${seq} ${hash.toString('hex')}`;

export const parseLeaf = (text: string): Leaf => {
  const [kind, id, seq, hash] = text.split(' ') as [LeafKind, string, string, string];
  return { kind, id, seq: Number(seq), hash: Buffer.from(hash ?? '', 'hex') };
};

export const BEFORE_FIRST = createHash('sha256').update('lienthong:anchors', 'utf8').digest('hex');

export const hashOfStatement = (statement: string): string =>
  createHash('sha256').update(statement, 'utf8').digest('hex');

export const rootOfTexts = (texts: readonly string[]): string => rootOf(texts.map(leafHash)).toString('hex');

export const parseStatement = (statement: string): Statement => JSON.parse(statement) as Statement;

export const writeStatement = (given: Omit<Statement, 'v'>): string => canonicalJson({ v: 1, ...given });
