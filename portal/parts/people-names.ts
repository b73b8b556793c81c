import { useQuery } from '@tanstack/react-query';
import { client } from '../app/api';
import { usePostName } from './post-name';

/** The people of one's own agencies; read once. */
function usePeopleNames() {
  return useQuery({ queryKey: ['people-names'], queryFn: ({ signal }) => namesOf(signal), staleTime: 10 * 60_000 });
}

/** What somebody is called: a person of the own agencies by name, a post by its words, anybody else by their id. */
export function usePersonName(): (person: string) => string {
  const { data } = usePeopleNames();
  const postName = usePostName();
  return (person) => data?.get(person) ?? (person.includes('@') ? postName(person) : person);
}

async function namesOf(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let cursor: string | undefined; ; ) {
    const { data, error } = await client.GET('/v1/people', { params: { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }, signal });
    if (!data) throw error;
    for (const { person, name } of data.items) names.set(person, name);
    if (data.next === null) return names;
    cursor = data.next;
  }
}
