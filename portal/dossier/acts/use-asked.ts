import { useToday } from '../../parts/today';
import { routeOf, stepsOf } from '../../procedures/route';
import { useClock, useItsProcedure } from '../use-dossier';
import { ON_TASK } from './act-forms';
import type { ActForm } from './act-forms';
import type { Asked, Dossier, Possible, Task, Values } from './act-values';

const AT_WORK = ['sent', 'open', 'taken'];

export function useAsked(dossier: Dossier, { taskId, by }: Possible, form: ActForm): Asked {
  const today = useToday();
  const { data: procedure } = useItsProcedure(dossier);
  const { data: clock } = useClock(dossier.dossierId);
  const task = dossier.tasks.find((each) => each.taskId === taskId);
  const step = procedure && task ? stepsOf(routeOf(procedure)).find((each) => each.step === task.step) : undefined;
  const wants = (kind: string): boolean => form.fields.some((field) => field.kind === kind);
  return {
    outcomes: wants('outcome') ? (step?.outcomes ?? []) : [],
    // Before it is accepted a supplement is asked for by the window, from no task.
    tasks: wants('task') && dossier.stage !== 'submitted' ? dossier.tasks.filter(({ status, agency }) => AT_WORK.includes(status) && by.some((post) => post.endsWith(`@${agency}`))) : [],
    supplements: wants('supplement') ? (clock?.supplements ?? []).filter(({ status }) => status === 'asked' || status === 'provided').map(({ n }) => n) : [],
    today,
    wanting: dossier.wanting,
  };
}

/** The task an act is done on: its own, the one that was chosen, or the only one there is. */
export function taskOfAct(dossier: Dossier, { act, taskId }: Possible, form: ActForm, tasks: readonly Task[], { texts }: Values): Task | undefined {
  if (ON_TASK.has(act)) return dossier.tasks.find((each) => each.taskId === taskId);
  if (!form.fields.some(({ kind }) => kind === 'task')) return undefined;
  return tasks.length === 1 ? tasks[0] : tasks.find((each) => each.taskId === texts['taskId']);
}
