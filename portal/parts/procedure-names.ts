import { useQuery } from '@tanstack/react-query';
import { client } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';

export type ProcedureSummary = Schemas['ProcedureSummary'];

/** All procedures in force today; read once. */
export function useProcedures() {
  return useQuery({ queryKey: ['all-procedures'], queryFn: ({ signal }) => allProcedures(signal), staleTime: 10 * 60_000 });
}

/** What a procedure is called; its code until the names are there, or where it is no longer in force. */
export function useProcedureName(): (code: string) => string {
  const { of } = useLanguage();
  const { data } = useProcedures();
  return (code) => {
    const found = data?.byCode.get(code);
    return found ? of(found.name) : code;
  };
}

async function allProcedures(signal: AbortSignal) {
  const items: ProcedureSummary[] = [];
  for (let cursor: string | undefined; ; ) {
    const { data, error } = await client.GET('/v1/procedures', { params: { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }, signal });
    if (!data) throw error;
    items.push(...data.items);
    if (data.next === null) return { items, byCode: new Map(items.map((each) => [each.code, each])) };
    cursor = data.next;
  }
}
