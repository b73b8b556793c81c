import { createHash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 (2.1) with SHA-256: leaves and inner nodes are hashed under different first bytes, so
 * that neither can be passed off as the other.
 */
export const leafHash = (text: string): Buffer => sha256(LEAF, Buffer.from(text, 'utf8'));

export const rootOf = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0]!;
  const cut = splitAt(leaves.length);
  return sha256(NODE, rootOf(leaves.slice(0, cut)), rootOf(leaves.slice(cut)));
};

/** The hashes that lead from one leaf up to the root, the lowest first. */
export const pathOf = (leaves: readonly Buffer[], index: number): readonly Buffer[] => {
  if (leaves.length <= 1) return [];
  const cut = splitAt(leaves.length);
  return index < cut
    ? [...pathOf(leaves.slice(0, cut), index), rootOf(leaves.slice(cut))]
    : [...pathOf(leaves.slice(cut), index - cut), rootOf(leaves.slice(0, cut))];
};

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** The largest power of two below the number. */
const splitAt = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
