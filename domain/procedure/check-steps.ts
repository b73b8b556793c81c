import { finding, type Finding, type Path } from './finding';
import { isParallel, type Join, type Procedure, type Step } from './procedure';
import { outcomesOf, stepsOf, type Located } from './walk';

/** Only `consult` steps ask other agencies, and they must; only `await-outside` steps wait for somebody outside. */
export const checkKinds = (_procedure: Procedure, blocks: readonly Located[]): Finding[] =>
  stepsOf(blocks).flatMap(({ block, path }) => [
    ...(block.kind === 'consult' && !block.consult ? [finding('PROCEDURE_CONSULT_MISSING', path, { step: block.step })] : []),
    ...(block.kind !== 'consult' && block.consult ? [misplaced(block, path, 'consult', 'consult')] : []),
    ...(block.kind !== 'await-outside' && block.waitAtMost ? [misplaced(block, path, 'waitAtMost', 'await-outside')] : []),
  ]);

const misplaced = (step: Step, path: Path, key: keyof Step, right: Step['kind']): Finding =>
  finding('PROCEDURE_KEY_MISPLACED', [...path, key], { key, right, step: step.step, kind: step.kind });

/** A quorum can be reached. */
export const checkQuorums = (_procedure: Procedure, blocks: readonly Located[]): Finding[] =>
  blocks.flatMap(({ block, path }) => {
    if (isParallel(block)) return quorumFindings(block.join, block.branches.length, [...path, 'join', 'quorum']);
    const consult = 'consult' in block ? block.consult : undefined;
    return consult ? quorumFindings(consult.need, consult.agencies.length, [...path, 'consult', 'need', 'quorum']) : [];
  });

const quorumFindings = (join: Join | undefined, most: number, path: Path): Finding[] => {
  if (typeof join !== 'object') return [];
  const possible = Number.isInteger(join.quorum) && join.quorum >= 1 && join.quorum <= most;
  return possible ? [] : [finding('PROCEDURE_QUORUM', path, { value: join.quorum, most })];
};

const MAY_REFUSE: readonly Step['kind'][] = ['examine', 'consult', 'sign'];

/** An application is refused by those who examine and decide it, never by default. */
export const checkRefusals = (_procedure: Procedure, blocks: readonly Located[]): Finding[] =>
  stepsOf(blocks).flatMap(({ block, path }) => {
    const at = outcomesOf(block).indexOf('refused');
    if (at < 0 || (at > 0 && MAY_REFUSE.includes(block.kind))) return [];
    return [finding('PROCEDURE_REFUSED_MISPLACED', [...path, 'outcomes', at], { step: block.step, kind: block.kind })];
  });

/** A financial obligation ends a phase of the whole dossier, so that it cannot stand inside a branch or a case. */
export const checkObligations = (_procedure: Procedure, blocks: readonly Located[]): Finding[] =>
  stepsOf(blocks)
    .filter(({ block, depth }) => block.kind === 'financial-obligation' && depth > 1)
    .map(({ block, path }) => finding('PROCEDURE_OBLIGATION_NESTED', path, { step: block.step }));
