import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { client, isUndecided, newKey } from '../app/api';
import type { Problem, Schemas } from '../app/api';
import type { QuickAct } from './own-acts';
import { keyOf } from './work-query';
import type { Item } from './work-query';

export interface Outcome {
  readonly item: Item;
  readonly became: 'recorded' | 'pending' | 'refused' | 'unknown';
  readonly problem: Pick<Problem, 'detail'> | null;
  /** Where what is pending can be asked for. */
  readonly commandId?: string;
}
export interface BulkDone {
  readonly act: QuickAct;
  readonly outcomes: readonly Outcome[];
}

/** As many as the server takes at once. */
const AT_ONCE = 200;
const ASK_EVERY_MS = 1_500;
const MOST_ASKED = 40;
const MOST_SENT = 3;

/** One act on many tasks, with what became of each. What is tried again after a broken line is the same act. */
export function useBulk() {
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const [busy, setBusy] = useState<QuickAct | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [done, setDone] = useState<BulkDone | null>(null);
  const settle = (settled: Outcome): void => setDone((before) => before && { ...before, outcomes: before.outcomes.map((each) => (keyOf(each.item) === keyOf(settled.item) ? settled : each)) });
  const run = async (act: QuickAct, items: readonly Item[]): Promise<readonly Outcome[]> => {
    const outcomes: Outcome[] = [];
    setBusy(act);
    setError(null);
    setDone(null);
    try {
      for (let from = 0; from < items.length; from += AT_ONCE) outcomes.push(...(await sendOnce(keys.current, act, items.slice(from, from + AT_ONCE))));
    } catch (fault) {
      setError(fault ?? {});
    }
    setBusy(null);
    if (outcomes.length > 0) setDone({ act, outcomes });
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === '/v1/tasks' });
    for (const { item, commandId } of outcomes) {
      // Without an answer it stays pending, as it was said.
      if (commandId !== undefined) void became(commandId).then((answer) => answer && settle({ item, ...answer }), () => undefined);
    }
    return outcomes;
  };
  return { busy, error, done, run, forget: () => setDone(null) };
}

async function sendOnce(keys: Map<string, string>, act: QuickAct, items: readonly Item[]): Promise<Outcome[]> {
  const named = items.map(({ dossierId, taskId, version }) => ({ dossier: dossierId, taskId, version }));
  const words = JSON.stringify([act, named]);
  const key = keys.get(words) ?? newKey();
  keys.set(words, key);
  const { data, error } = await sendUntilKnown(key, { act, fields: {}, items: named });
  if (!data) {
    if (!isUndecided(error)) keys.delete(words);
    throw error;
  }
  keys.delete(words);
  return data.items.map((answer, i) => outcomeOf(items[i]!, answer));
}

/** Under the same key whatever is done is done once, so what nobody knows is asked again. */
async function sendUntilKnown(key: string, body: Schemas['BulkAct']) {
  for (let n = 1; ; n++) {
    const answer = await client.POST('/v1/tasks/bulk', { params: { header: { 'idempotency-key': key } }, body });
    const undecided = answer.data?.items.some(({ problem }) => isUndecided(problem));
    if (!undecided || n === MOST_SENT) return answer;
    await new Promise((over) => setTimeout(over, ASK_EVERY_MS));
  }
}

function outcomeOf(item: Item, { recorded, pending, problem }: Schemas['BulkAnswer']['items'][number]): Outcome {
  if (recorded) return { item, became: 'recorded', problem: null };
  if (isUndecided(problem)) return { item, became: 'unknown', problem };
  return pending ? { item, became: 'pending', problem: null, commandId: pending.commandId } : { item, became: 'refused', problem };
}

async function became(id: string): Promise<Pick<Outcome, 'became' | 'problem'> | null> {
  for (let n = 0; n < MOST_ASKED; n++) {
    await new Promise((over) => setTimeout(over, ASK_EVERY_MS));
    const { data } = await client.GET('/v1/commands/{id}', { params: { path: { id } } });
    if (data?.recorded) return { became: 'recorded', problem: null };
    if (data?.refused) return { became: 'refused', problem: data.refused };
  }
  return null;
}
