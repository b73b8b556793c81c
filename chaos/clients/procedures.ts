import type { Outcomes } from './next-act';

/** What must be known of a procedure to hand in a dossier of it and to carry it on. */
export interface KnownProcedure {
  readonly code: string;
  readonly documents: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly outcomes: Outcomes;
}

/** As the API shows a procedure. */
export interface ProcedureView {
  readonly route: unknown;
  readonly documents: readonly { readonly document: string; readonly required: boolean }[];
  readonly facts: readonly FactView[];
}

interface FactView {
  readonly fact: string;
  readonly required: boolean;
  readonly type: string;
  readonly options?: readonly string[];
}

/** Two of one commune alone, three through several agencies. */
export const PROCEDURES = ['3.000722', '9.900010.H35', '9.900008.H35', '2.000908'] as const;

export const learnProcedure = (code: string, { route, documents, facts }: ProcedureView): KnownProcedure => ({
  code,
  documents: documents.filter(({ required }) => required).map(({ document }) => document),
  facts: Object.fromEntries(facts.filter(({ required }) => required).map((fact) => [fact.fact, sampleOf(fact)])),
  outcomes: outcomesIn(route),
});

/** A value that a fact may have. Wanting an identity card leads through all agencies of the birth procedure. */
function sampleOf({ fact, type, options }: FactView): unknown {
  if (type === 'boolean') return fact === 'wantsIdCard';
  return type === 'number' ? 1 : options?.[0];
}

function outcomesIn(route: unknown): Outcomes {
  const found = new Map<string, string | undefined>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { step, outcomes } = value as { step?: unknown; outcomes?: readonly string[] };
    if (typeof step === 'string') found.set(step, outcomes?.[0]);
    Object.values(value).forEach(walk);
  };
  walk(route);
  return found;
}
