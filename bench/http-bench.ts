import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../workers/servers/progress';
import { withProgress } from '../workers/servers/progress';
import type { BenchArguments } from './bench-arguments';
import { examinationOf, openOffice } from './http-office';
import type { AtWork } from './http-office';
import { layOpenDossiers } from './open-dossiers';
import { median, percentile } from './percentile';
import { castOf } from './script';
import type { Api, Stage } from './stage';

/** Milliseconds as the officer waits for them, each the middle one of the rounds. */
export interface HttpFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface HttpResult {
  readonly officers: number;
  readonly list: HttpFigures;
  readonly bare: HttpFigures;
  readonly act: HttpFigures;
  readonly readsPerSecond: number;
  readonly actsPerSecond: number;
  /** CPU milliseconds of the API for one work list: what it used more of where the lists were read through it. */
  readonly apiCpuMsPerRead: number;
  /** p99 of the work list over HTTP ÷ p99 of its bare query, round by round; the middle one is what counts. */
  readonly rounds: readonly number[];
  readonly ratio: number;
}

/** Of one round: what was waited for, in milliseconds, and the CPU milliseconds of the API meanwhile. */
interface Waited {
  readonly apiCpuMs: number;
  readonly reads: readonly number[];
  readonly acts: readonly number[];
}

const ROUND_MS = 10_000;
/** Of each round first, not counted: connections that nobody used in the round before were closed meanwhile. */
const LEAD_IN_MS = 1_500;
const WARM_UP_MS = 4_000;
/** An officer looks at what they were given before they ask again: between half of it and one and a half. */
const PAUSE_MS = 500;
/** One act among so many steps; the others are looks at the work list. */
const STEPS_PER_ACT = 10;

/**
 * Officers who read their work lists and act, over HTTP. The acts go on in every round; in every other one the same lists are
 * read by bare SQL instead, from as many connections, so that both ways wait for the same machine at the same work.
 */
export async function benchHttp(stage: Stage, { officers, open, rounds }: BenchArguments, report: Report): Promise<HttpResult> {
  const cast = await castOf(stage.desk.db);
  const desks = cast.scripts.flatMap((script) => [{ unit: script.unit, agency: script.unit }, { unit: script.unit, agency: examinationOf(script).officer.agency }]);
  await withProgress(report, `${open} open dossiers at ${desks.length} agencies`, () => layOpenDossiers(stage.superuserUrl, cast.procedure.code, desks, open));
  const api = await stage.startApi();
  const office = await withProgress(report, `${officers} officers with their dossiers`, () => openOffice(stage, api.url, cast, officers));
  try {
    await withProgress(report, 'warming up', async () => {
      await runRound(api, office, (officer) => officer.readList(), WARM_UP_MS);
      await runRound(api, office, (officer) => officer.readBare(), WARM_UP_MS);
    });
    const [list, bare]: [Waited[], Waited[]] = [[], []];
    for (let n = 0; n < rounds; n++) {
      const sides = [
        ['HTTP', list, (officer: AtWork) => officer.readList()],
        ['bare SQL', bare, (officer: AtWork) => officer.readBare()],
      ] as const;
      for (const [name, waited, read] of n % 2 === 0 ? sides : [...sides].reverse()) {
        waited.push(await withProgress(report, `round ${n + 1} of ${rounds}, ${name}`, () => runRound(api, office, read, ROUND_MS)));
      }
      report(`round ${n + 1} of ${rounds}: p99 of the work list ${Math.round(percentile(list[n]!.reads, 0.99))} ms, bare ${Math.round(percentile(bare[n]!.reads, 0.99))} ms`);
    }
    const ratios = list.map(({ reads }, n) => percentile(reads, 0.99) / percentile(bare[n]!.reads, 0.99));
    const perSecond = (of: (waited: Waited) => readonly number[]): number => median(list.map((waited) => (1_000 * of(waited).length) / ROUND_MS));
    return {
      officers: office.length,
      list: figuresOf(list.map(({ reads }) => reads)),
      bare: figuresOf(bare.map(({ reads }) => reads)),
      act: figuresOf(list.map(({ acts }) => acts)),
      readsPerSecond: perSecond(({ reads }) => reads),
      actsPerSecond: perSecond(({ acts }) => acts),
      apiCpuMsPerRead: median(list.map(({ apiCpuMs, reads, acts }, n) => (apiCpuMs - (bare[n]!.apiCpuMs * acts.length) / bare[n]!.acts.length) / reads.length)),
      rounds: ratios,
      ratio: median(ratios),
    };
  } finally {
    for (const officer of office) await officer.close();
  }
}

const figuresOf = (rounds: readonly (readonly number[])[]): HttpFigures => ({
  p50Ms: median(rounds.map((waited) => percentile(waited, 0.5))),
  p99Ms: median(rounds.map((waited) => percentile(waited, 0.99))),
});

/** All officers at their work, counted for so long. */
async function runRound(api: Api, office: readonly AtWork[], read: (officer: AtWork) => Promise<void>, ms: number): Promise<Waited> {
  const waited = { reads: [] as number[], acts: [] as number[] };
  const from = performance.now() + LEAD_IN_MS;
  const until = from + ms;
  const cpuBefore = sleep(LEAD_IN_MS).then(() => api.cpuMs());
  await Promise.all(
    office.map(async (officer, n) => {
      // Nobody begins together with everybody else.
      await sleep(PAUSE_MS * Math.random());
      for (let step = n; performance.now() < until; step++) {
        const acting = step % STEPS_PER_ACT === 0;
        const began = performance.now();
        await (acting ? officer.act() : read(officer));
        if (began >= from) waited[acting ? 'acts' : 'reads'].push(performance.now() - began);
        await sleep(PAUSE_MS * (0.5 + Math.random()));
      }
    }),
  );
  return { ...waited, apiCpuMs: api.cpuMs() - (await cpuBefore) };
}
