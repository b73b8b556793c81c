import { api } from '../app/api';
import { isoDate } from './dates';

/** Today by official time, which a demonstration has of its own; empty until it is known. */
export function useToday(): string {
  const { data } = api.useQuery('get', '/v1/identity', {}, { staleTime: 5 * 60_000 });
  return data ? isoDate(data.officialTime) : '';
}
