import fc from 'fast-check';
import { openApiDatabase, NOBODY } from '../../db/api-database';
import { recordDossier } from '../../db/record';
import { statistics } from '../../db/reads/statistics';
import { FIGURES, KEYS, dossiersOfFigure, publicStatistics, statisticsBy } from '../../db/reads/statistics-by';
import type { StatisticsKey } from '../../db/reads/statistics-by';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { replay } from '../../domain/dossier/engine';
import { recordingOf } from '../../domain/dossier/recording-of';
import type { DossierState } from '../../domain/dossier/state';
import { attributeLateness } from '../../domain/dossier/attribution';
import { latenessOf } from '../../gateway/lateness';
import { legalTimeliness, portalTimeliness } from '../../domain/dossier/timeliness';
import { anyMoves, anyProcedure, START } from '../domain/dossier/any-story';
import { NOWHERE } from '../domain/dossier/nowhere';
import { opened, tell } from '../domain/dossier/tell';
import { openTestDatabase, type TestDatabase } from './database';
import { apiUrls } from './logins';
import { dossierId } from './samples';

/** Lives of dossiers as chance tells them, corrections included; their figures are counted from their logs alone. */
const STORIES = fc.sample(fc.tuple(anyProcedure, anyMoves), { numRuns: 60, seed: 20_220_314 });
const END = START + 300 * 86_400_000;

interface Life {
  readonly id: string;
  readonly opening: DossierState;
  readonly events: readonly LoggedEvent[];
}
const lives: Life[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database.as('recorder');
  for (const [n, [procedure, moves]] of STORIES.entries()) {
    const id = dossierId(`figure-${n}`);
    const events: LoggedEvent[] = [];
    for (const { before, after, logged } of tell(procedure, moves)) {
      if (logged.length === 0) continue;
      const own = (state: DossierState): DossierState => ({ ...state, dossierId: id });
      await recordDossier(pool, recordingOf(own(before), { state: own(after), logged }, NOWHERE));
      events.push(...logged);
    }
    lives.push({ id, opening: opened(procedure), events });
  }
});
afterAll(() => database?.close());

/** From the events and nothing else: the state as it was at the first decision tells how timely it was. */
function decisionOf({ opening, events }: Life) {
  const at = events.findIndex(({ type }) => type === 'DossierResolved');
  if (at < 0) return undefined;
  const { at: decidedAt } = events[at]!;
  const state = replay(opening, events.slice(0, at + 1));
  return { decidedAt, legal: legalTimeliness(state, decidedAt)!, portal: portalTimeliness(state, decidedAt) };
}
const acceptedAt = ({ events }: Life): number | undefined => events.find(({ type }) => type === 'DossierAccepted')?.at;

function countedFromLogs() {
  const accepted = lives.filter((life) => acceptedAt(life) !== undefined);
  const decided = accepted.flatMap((life) => decisionOf(life) ?? []);
  const legally = (how: string): number => decided.filter(({ legal }) => legal === how).length;
  return {
    received: accepted.length,
    solved: decided.length,
    legalEarly: legally('early'),
    legalOnTime: legally('on-time'),
    legalLate: legally('late'),
  };
}

test('there is something to count: decided in time and late, corrected, withdrawn, open', () => {
  const has = (type: string): number => lives.filter(({ events }) => events.some((event) => event.type === type)).length;
  expect(countedFromLogs()).toMatchObject({ legalEarly: expect.any(Number) });
  expect(countedFromLogs().legalLate).toBeGreaterThan(1);
  expect(countedFromLogs().legalEarly).toBeGreaterThan(1);
  expect(has('CorrectionOpened')).toBeGreaterThan(1);
  expect(has('DossierWithdrawn') + has('DossierStopped')).toBeGreaterThan(1);
});

test('every reader tells the figures that the logs tell', async () => {
  const { db } = database.as('recorder');
  const { received, ...expected } = countedFromLogs();
  const { figures } = await statistics(db, END);
  expect(figures).toMatchObject({ ...expected, inPeriod: received });

  const bounds = [0, END + 1];
  const [whole] = await statisticsBy(db, { by: 'none', bounds, now: END });
  expect(whole).toEqual(figures);

  const api = openApiDatabase(apiUrls(database.url), 2);
  const made = await publicStatistics(api.as(NOBODY), bounds);
  await api.close();
  const sum = (of: 'received' | 'early' | 'onTime' | 'late'): number => made.reduce((total, row) => total + row[of], 0);
  expect([sum('received'), sum('early'), sum('onTime'), sum('late')]).toEqual([
    received,
    expected.legalEarly,
    expected.legalOnTime,
    expected.legalLate,
  ]);
});

test('the late days put to somebody are those of the first decisions, whatever was corrected since', async () => {
  const { db } = database.as('recorder');
  const atDecision = lives.flatMap((life) => {
    const decision = acceptedAt(life) === undefined ? undefined : decisionOf(life);
    if (decision?.legal !== 'late') return [];
    const at = life.events.findIndex(({ type }) => type === 'DossierResolved');
    const state = replay(life.opening, life.events.slice(0, at + 1));
    return attributeLateness(state, decision.decidedAt).map(({ to }) => to.kind);
  });
  expect(atDecision.length).toBeGreaterThan(1);
  const stateOf = async (dossierId: string): Promise<DossierState | undefined> => {
    const life = lives.find(({ id }) => id === dossierId)!;
    return replay(life.opening, life.events);
  };
  const lateness = await latenessOf(db, { from: 0, to: END + 1, now: END }, stateOf);
  expect(lateness).toMatchObject({ dossiers: countedFromLogs().legalLate, days: atDecision.length });
  for (const kind of ['agency', 'applicant', 'partner']) {
    const days = lateness.rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.days, 0);
    expect([kind, days]).toEqual([kind, atDecision.filter((to) => to === kind).length]);
  }
});

test.each(Object.keys(KEYS) as StatisticsKey[])('grouped by %s, the rows come to the whole', async (by) => {
  const { db } = database.as('recorder');
  const bounds = [0, END + 1];
  const [whole] = await statisticsBy(db, { by: 'none', bounds, now: END });
  const rows = await statisticsBy(db, { by, bounds, now: END });
  // Sectors are the catalogue's, and the procedures of these stories are in none.
  if (by === 'sector') return expect(rows).toEqual([]);
  for (const figure of FIGURES.filter((name) => by !== 'decider' || /^(solved|legal)/.test(name)))
    expect([figure, rows.reduce((total, row) => total + row[figure], 0)]).toEqual([figure, whole![figure]]);
});

test('month by month, each dossier is solved once, in the month of its first decision', async () => {
  const { db } = database.as('recorder');
  const bounds = Array.from({ length: 11 }, (_, n) => START + n * 30 * 86_400_000);
  const rows = await statisticsBy(db, { by: 'none', bounds, now: END });
  for (const [period, from] of bounds.slice(0, -1).entries()) {
    const within = lives.filter((life) => {
      const at = acceptedAt(life) === undefined ? undefined : decisionOf(life)?.decidedAt;
      return at !== undefined && at >= from && at < bounds[period + 1]!;
    });
    const row = rows.find((each) => each.period === period);
    expect([period, row?.solved ?? 0]).toEqual([period, within.length]);
    const drilled = await dossiersOfFigure(db, { figure: 'solved', from, to: bounds[period + 1]!, now: END, limit: 500 });
    expect(new Set(drilled.map(({ dossierId: id }) => id))).toEqual(new Set(within.map(({ id }) => id)));
  }
});
