import { finding, type Finding } from './finding';
import type { Procedure } from './procedure';
import type { Located } from './walk';

export const MOST_BLOCKS = 500;
export const MOST_NESTED = 20;

/** A route stays small enough to be decided on within one workflow task. */
export const checkSize = (_procedure: Procedure, blocks: readonly Located[]): Finding[] => {
  const deep = blocks.find(({ depth }) => depth > MOST_NESTED);
  return [
    ...(blocks.length > MOST_BLOCKS ? [finding('PROCEDURE_ROUTE_SIZE', ['route'], { size: blocks.length, most: MOST_BLOCKS })] : []),
    ...(deep ? [finding('PROCEDURE_ROUTE_DEPTH', deep.path, { size: deep.depth, most: MOST_NESTED })] : []),
  ];
};
