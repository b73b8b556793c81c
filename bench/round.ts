import type { Drive, Side } from './side';
import type { Cpu, Stage } from './stage';

/** What one side did in one round. Milliseconds of real time. */
export interface Round {
  readonly dossiers: number;
  readonly acts: number;
  readonly ms: number;
  readonly latencies: readonly number[];
  readonly historyEvents: number;
  readonly commits: number;
  readonly cpu: Cpu;
}

/** Drives so many at once until all are done; only that is timed. Counters are read before and after. */
export async function runRound(stage: Stage, side: Side, dossiers: number, concurrency: number): Promise<Round> {
  const drives = await side.prepare(dossiers);
  const [commitsBefore, cpuBefore] = [await stage.commits(), await stage.cpu()];
  const latencies: number[] = [];
  const waiting = [...drives];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await goThrough(next, latencies);
    }),
  );
  const ms = performance.now() - began;
  const cpuAfter = await stage.cpu();
  return {
    dossiers,
    acts: latencies.length,
    ms,
    latencies,
    commits: (await stage.commits()) - commitsBefore,
    historyEvents: await historyEventsOf(stage, drives),
    cpu: {
      worker: cpuAfter.worker - cpuBefore.worker,
      client: cpuAfter.client - cpuBefore.client,
      temporal: cpuAfter.temporal - cpuBefore.temporal,
      postgres: cpuAfter.postgres - cpuBefore.postgres,
    },
  };
}

async function goThrough({ acts }: Drive, latencies: number[]): Promise<void> {
  for (const act of acts) {
    const began = performance.now();
    await act();
    latencies.push(performance.now() - began);
  }
}

async function historyEventsOf({ desk }: Stage, drives: readonly Drive[]): Promise<number> {
  let events = 0;
  for (const { workflowId } of drives) {
    const handle = desk.client.workflow.getHandle(workflowId);
    await handle.result();
    events += (await handle.describe()).historyLength;
  }
  return events;
}
