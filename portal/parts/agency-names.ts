import { useQuery } from '@tanstack/react-query';
import { client } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';

export type AgencySummary = Schemas['AgencySummary'];

/** All agencies that exist on a date, today by default; read once. */
export function useAgencies(on?: string) {
  return useQuery({ queryKey: ['all-agencies', on ?? 'today'], queryFn: ({ signal }) => allAgencies(on, signal), staleTime: 10 * 60_000 });
}

/** What an agency is called; its code until the names are there, or where it is gone. */
export function useAgencyName(on?: string): (code: string) => string {
  const { of } = useLanguage();
  const { data } = useAgencies(on);
  return (code) => {
    const found = data?.byCode.get(code);
    return found ? of(found.name) : code;
  };
}

async function allAgencies(on: string | undefined, signal: AbortSignal) {
  const items: AgencySummary[] = [];
  for (let cursor: string | undefined; ; ) {
    const { data, error } = await client.GET('/v1/agencies', { params: { query: { limit: 500, ...(on === undefined ? {} : { on }), ...(cursor === undefined ? {} : { cursor }) } }, signal });
    if (!data) throw error;
    items.push(...data.items);
    if (data.next === null) return { items, byCode: new Map(items.map((each) => [each.code, each])) };
    cursor = data.next;
  }
}
