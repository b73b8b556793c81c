import { api } from '../app/api';
import type { Schemas } from '../app/api';

export type Dossier = Schemas['Dossier'];
export type Task = Schemas['Task'];

const of = (reference: string) => ({ params: { path: { reference } } });

/** Readings that several parts of the page share; each is made once. */
export const useTimeline = (dossierId: string) => api.useQuery('get', '/v1/dossiers/{reference}/timeline', of(dossierId));
export const useClock = (dossierId: string) => api.useQuery('get', '/v1/dossiers/{reference}/clock', of(dossierId));

/** The procedure as it stood when the dossier was handed in; a version never changes. */
export const useItsProcedure = ({ procedureCode, procedureVersion }: Dossier) =>
  api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code: procedureCode }, query: { version: procedureVersion } } }, { staleTime: Infinity });

/** Whether something lies behind official time; not known at first. */
export function useIsPast(dossierId: string): (at: string | null) => boolean {
  const { data } = useTimeline(dossierId);
  return (at) => at !== null && data !== undefined && Date.parse(at) < Date.parse(data.now);
}
