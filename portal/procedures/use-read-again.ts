import { useQueryClient } from '@tanstack/react-query';

/** Reads people again after a change. */
export function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => ['/v1/people', '/v1/people/{person}'].includes(String(queryKey[1])) });
}
