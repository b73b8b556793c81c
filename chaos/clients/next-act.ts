/** What a client sees of a dossier. */
export interface DossierView {
  readonly dossierId: string;
  readonly stage: string;
  readonly receivingUnit: string;
  /** `fee-owed` while one is to be paid. */
  readonly money?: string;
  readonly tasks: readonly TaskView[];
}

export interface TaskView {
  readonly taskId: string;
  readonly step: string;
  readonly kind: string;
  readonly agency: string;
  readonly officerRole: string;
  readonly status: string;
  readonly version: number;
  readonly closedAt: string | null;
}

/** An act that the dossier's way asks for now. */
export interface PossibleAct {
  readonly act: string;
  /** The post that acts. */
  readonly as: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The task it is about. */
  readonly task?: TaskView;
}

/** How each step of a procedure may be decided, its favourable outcome first. */
export type Outcomes = ReadonlyMap<string, string | undefined>;

/** Everything that carries the dossier on, or stands beside its way without harm. */
export function possibleActs(view: DossierView, outcomes: Outcomes): readonly PossibleAct[] {
  const window = `receptionist@${view.receivingUnit}`;
  if (view.stage === 'submitted' && view.money === 'fee-owed') return [{ act: 'pay-fee', as: window, fields: { reference: 'BL-1' } }];
  if (view.stage === 'submitted') return [{ act: 'accept', as: window, fields: {} }];
  if (view.stage === 'returned') return [{ act: 'archive', as: window, fields: {} }];
  return view.tasks.filter(({ closedAt }) => closedAt === null).flatMap((task) => actsOn(view, task, window, outcomes));
}

function actsOn(view: DossierView, task: TaskView, window: string, outcomes: Outcomes): readonly PossibleAct[] {
  const as = `${task.officerRole}@${task.agency}`;
  const on = { as, task };
  const named = { taskId: task.taskId };
  if (task.status === 'sent') return [{ ...on, act: 'acknowledge', fields: named }];
  if (task.kind === 'return') {
    return view.stage === 'resolved' ? [{ act: 'return-result', as: window, task, fields: { way: 'electronic' } }] : [];
  }
  if (view.stage !== 'processing' || !['open', 'taken'].includes(task.status)) return [];
  const outcome = outcomes.get(task.step);
  const complete = { ...on, act: 'complete', fields: { ...named, ...(outcome === undefined ? {} : { outcome }) } };
  return [complete, { ...on, act: task.status === 'open' ? 'take-up' : 'release', fields: named }];
}

/** The acts without which the dossier does not come to its end. */
export const onItsWay = (acts: readonly PossibleAct[]): readonly PossibleAct[] =>
  acts.filter(({ act }) => act !== 'take-up' && act !== 'release');
