import { STAGES } from '../parts/status';
import type { Stage } from '../parts/status';

const FILTERS = ['code', 'applicant', 'unit', 'holder', 'procedure'] as const;

/** What is looked for; nothing in it means the newest dossiers. */
export type Asked = Readonly<Partial<Record<(typeof FILTERS)[number], string> & { stage: Stage; overdue: 'true' }>>;

/** What the address asks for; what it has no name for, or no such stage, is left out. */
export function askedIn(address: Readonly<Record<string, string | undefined>>): Asked {
  const stage = address['stage'];
  return {
    ...Object.fromEntries(FILTERS.flatMap((name) => (address[name] ? [[name, address[name]]] : []))),
    ...(stage !== undefined && Object.hasOwn(STAGES, stage) ? { stage: stage as Stage } : {}),
    ...(address['overdue'] === 'true' ? { overdue: 'true' } : {}),
  };
}
