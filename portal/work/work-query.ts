import { keepPreviousData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useAddress } from '../parts/address';
import { BY_CURSOR } from '../parts/paged';

export type Item = Schemas['WorkItem'];
export type Counts = NonNullable<Schemas['WorkList']['counts']>;

export const QUEUES = ['unit', 'mine', 'unassigned', 'involved'] as const;
export type Queue = (typeof QUEUES)[number];

/** What the list may be narrowed by, in the address and to the server alike. */
export const FILTERS = ['agency', 'status', 'urgency', 'clock', 'kind', 'procedure'] as const;
export type Filter = (typeof FILTERS)[number];

/** A task is one of its dossier. */
export const keyOf = ({ dossierId, taskId }: Pick<Item, 'dossierId' | 'taskId'>): string => `${dossierId} ${taskId}`;

const ROWS_OF_A_PAGE = 100;
/** What is due becomes overdue without anybody doing anything. */
const READ_EVERY_MS = 5 * 60_000;

/** The list as the address says, what is due first on top, page by page. */
export function useWorkList() {
  const [address, setAddress] = useAddress();
  const queue = QUEUES.find((name) => name === address['queue']) ?? 'unit';
  const filters = Object.fromEntries(FILTERS.flatMap((name) => (address[name] === undefined ? [] : [[name, address[name]]]))) as Partial<Record<Filter, string>>;
  const query = { ...filters, queue, with: 'applicant', limit: ROWS_OF_A_PAGE } as { readonly queue: Queue };
  const init = { params: { query } };
  const read = api.useInfiniteQuery('get', '/v1/tasks', init, { ...BY_CURSOR, placeholderData: keepPreviousData, refetchInterval: READ_EVERY_MS });
  const words = JSON.stringify(query);
  const queryKey = useMemo(() => ['get', '/v1/tasks', { params: { query: JSON.parse(words) as typeof query } }] as const, [words]);
  return { queue, filters, setAddress, read, queryKey };
}

export type WorkRead = ReturnType<typeof useWorkList>['read'];
