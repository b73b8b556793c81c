import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { usePersonName } from '../parts/people-names';
import { routeOf, stepsOf } from '../procedures/route';
import type { Names } from './plain-words';
import { useItsProcedure } from './use-dossier';
import type { Dossier } from './use-dossier';

/** What the things are called that a history speaks of. */
export function useHistoryNames(dossier: Dossier): Names {
  const { say, of } = useLanguage();
  const agency = useAgencyName();
  const person = usePersonName();
  const { data: procedure } = useItsProcedure(dossier);
  const steps = procedure ? stepsOf(routeOf(procedure)) : [];
  return {
    say, of, agency, person,
    task: (taskId) => of(dossier.tasks.find((task) => task.taskId === taskId)?.name) || taskId,
    step: (step) => of(steps.find((each) => each.step === step)?.name) || step,
    document: (document) => of(procedure?.documents.find((each) => each.document === document)?.name) || document,
  };
}
