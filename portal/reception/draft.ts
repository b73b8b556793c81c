import { useCallback, useState } from 'react';
import type { Schemas } from '../app/api';
import { findDraft, forgetDraft, keepDraft } from '../parts/drafts';
import type { Submission } from '../parts/performed';

export type Procedure = Schemas['Procedure'];
export type FactValue = string | number | boolean;

export interface PersonDraft {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
}

/** A dossier that is being taken in at the window. */
export interface Draft {
  readonly procedure: string | null;
  readonly channel: 'counter' | 'post';
  readonly place: string | null;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly documents: readonly string[];
  readonly applicant: PersonDraft;
  readonly bySomebodyElse: boolean;
  readonly submitter: PersonDraft;
}

const NOBODY: PersonDraft = { name: '', idNumber: '', phone: '', email: '', address: '' };
export const EMPTY: Draft = { procedure: null, channel: 'counter', place: null, facts: {}, documents: [], applicant: NOBODY, bySomebodyElse: false, submitter: NOBODY };

export interface KeptDraft {
  readonly draft: Draft;
  readonly change: (changed: Partial<Draft>) => void;
  /** When what is shown was left here, if it was. */
  readonly restoredFrom: number | null;
  readonly clear: () => void;
}

/** The draft of a person at a unit; it survives a closed browser for a day. */
export function useDraft(person: string, unit: string): KeptDraft {
  const name = `reception:${unit}`;
  const [found] = useState(() => findDraft<Draft>(person, name));
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, ...found?.value });
  const [restoredFrom, setRestoredFrom] = useState(found?.at ?? null);
  const change = useCallback(
    (changed: Partial<Draft>) =>
      setDraft((before) => {
        const after = { ...before, ...changed };
        keepDraft(person, name, after);
        return after;
      }),
    [person, name],
  );
  const clear = useCallback(() => {
    forgetDraft(person, name);
    setDraft(EMPTY);
    setRestoredFrom(null);
  }, [person, name]);
  return { draft, change, restoredFrom, clear };
}

/** As the API takes it; what was left empty is left out. */
export function submissionOf(draft: Draft, unit: string): Submission {
  const { procedure, channel, place, facts, documents, applicant, bySomebodyElse, submitter } = draft;
  return {
    procedure: procedure ?? '',
    unit,
    channel,
    facts: { ...facts },
    documents: [...documents],
    applicant: given(applicant),
    as: `receptionist@${unit}`,
    ...(place === null ? {} : { place }),
    ...(bySomebodyElse ? { submitter: given(submitter) } : {}),
  };
}

const given = (person: PersonDraft): Submission['applicant'] =>
  ({ ...Object.fromEntries(Object.entries(person).map(([field, value]) => [field, value.trim()]).filter(([, value]) => value !== '')), name: person.name.trim() });
