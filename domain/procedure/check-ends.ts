import { RECEIVING_UNIT } from '../agency/agency';
import { finding, type Finding } from './finding';
import { isStep, type Procedure, type StepKind } from './procedure';
import { stepsOf, type Located } from './walk';

/** A route begins where the dossier was received and ends where the result is handed over, once each. */
export const checkEnds = (procedure: Procedure, blocks: readonly Located[]): Finding[] => {
  const { route } = procedure;
  const isAtUnit = (index: number, kind: StepKind): boolean => {
    const block = route[index];
    return block !== undefined && isStep(block) && block.kind === kind && block.agency === RECEIVING_UNIT;
  };
  const last = route.length - 1;
  return [
    ...(isAtUnit(0, 'receive') ? [] : [finding('PROCEDURE_FIRST_STEP', ['route', 0])]),
    ...(isAtUnit(last, 'return') ? [] : [finding('PROCEDURE_LAST_STEP', ['route', Math.max(last, 0)])]),
    ...others(blocks, 'receive', 0),
    ...others(blocks, 'return', last),
  ];
};

/** Every step of the kind besides the one in its place; where none is, besides the first. */
const others = (blocks: readonly Located[], kind: StepKind, place: number): Finding[] => {
  const all = stepsOf(blocks).filter(({ block }) => block.kind === kind);
  const kept = all.find(({ path }) => path.length === 2 && path[1] === place) ?? all[0];
  return all
    .filter((located) => located !== kept)
    .map(({ block, path }) => finding('PROCEDURE_KIND_ONCE', [...path, 'kind'], { step: block.step, kind }));
};
