import { NOMINAL_MINUTES_PER_DAY as DAY } from '../calendar/working-time';
import { criticalPath, type PhasePath } from './critical-path';
import { finding, type Finding, type Path } from './finding';
import { isStep, type Procedure } from './procedure';

/** One limit, or phases separated by financial obligations; never both, and variants of the one limit only. */
export const checkTimeLimit = ({ timeLimit, route }: Procedure): Finding[] => {
  const { limit, phases, variants } = timeLimit;
  if ((limit === undefined) === (phases === undefined) || (phases !== undefined && variants !== undefined)) {
    return [finding('PROCEDURE_LIMIT_OR_PHASES', ['timeLimit'])];
  }
  const obligations = route.filter((block) => isStep(block) && block.kind === 'financial-obligation').length;
  const given = phases?.length ?? 1;
  if (given === obligations + 1) return [];
  return [finding('PROCEDURE_PHASES', ['timeLimit', phases ? 'phases' : 'limit'], { phases: given, obligations })];
};

/** The longest way fits the statutory limit, in each phase and each variant. */
export const checkCriticalPath = (procedure: Procedure): Finding[] =>
  criticalPath(procedure)
    .phases.filter(({ minutes, limitMinutes }) => minutes > limitMinutes)
    .map((path) =>
      finding('PROCEDURE_PATH_TOO_LONG', limitPath(procedure, path), {
        path: inDays(path.minutes),
        limit: inDays(path.limitMinutes),
        steps: path.steps.join(' → '),
        assuming: Object.entries(path.assuming).map(([key, value]) => `${key.slice(key.indexOf(':') + 1)} = ${value}`).join(', ') || '–',
      }),
    );

const limitPath = ({ timeLimit }: Procedure, { phase, variant }: PhasePath): Path => {
  if (timeLimit.phases) return ['timeLimit', 'phases', phase, 'limit'];
  return variant === null ? ['timeLimit', 'limit'] : ['timeLimit', 'variants', variant, 'limit'];
};

/** Days to two digits, rounded up, so that what is too long never reads as if it fitted. */
const inDays = (minutes: number): number => Math.ceil((minutes / DAY) * 100) / 100;
