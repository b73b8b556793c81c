import fc from 'fast-check';
import { attributeLateness } from '../../../domain/dossier/attribution';
import { explainDossier } from '../../../domain/dossier/explain';
import { nextDeadline } from '../../../domain/dossier/deadlines';
import { passUntil, replay } from '../../../domain/dossier/engine';
import { dossierRow, recordingOf } from '../../../domain/dossier/recording-of';
import { localDateOf } from '../../../domain/calendar/local-time';
import { legalTimeliness } from '../../../domain/dossier/timeliness';
import { openMsBetween } from '../../../domain/calendar/working-time';
import { anyMoves, anyProcedure, START } from './any-story';
import { calendar } from './given';
import type { DossierState } from '../../../domain/dossier/state';
import { isPlainJson, violations, violationsBetween } from './invariants';
import { lastOf, opened, tell } from './tell';
import type { Page } from './tell';
import { NOWHERE } from './nowhere';

const RUNS = { numRuns: 400 };

describe('whatever is done, in whatever order', () => {
  it('no state is illegal, and every recording follows from it', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, (procedure, moves) => {
        const pages = tell(procedure, moves);
        expect(pages.flatMap(({ before, after, logged }) => [...violations(after), ...violationsBetween(before, after, logged)])).toEqual([]);
        expect(isPlainJson(lastOf(procedure, pages))).toBe(true);
        for (const { before, after, logged } of pages) {
          const recording = recordingOf(before, { state: after, logged }, NOWHERE);
          for (const { ladder } of recording.watches) {
            if (ladder.some((rung, i) => i > 0 && rung.at < ladder[i - 1]!.at)) throw new Error('a ladder goes down');
            if (new Set(ladder.map((rung) => rung.level)).size < ladder.length) throw new Error('a level stands twice in a ladder');
          }
        }
      }),
      RUNS,
    );
  });

  it('what was decided once, when, by whom and how timely, no later act changes', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, (procedure, moves) => {
        const decided = tell(procedure, moves)
          .map(({ after }) => dossierRow(after))
          .filter(({ decidedAt }) => decidedAt !== null)
          .map(({ decidedAt, decidedBy, timeliness }) => JSON.stringify({ decidedAt, decidedBy, timeliness }));
        expect([...new Set(decided)]).toEqual(decided.slice(0, 1));
      }),
      RUNS,
    );
  });

  it('replaying the events gives the same state', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, fc.func(fc.boolean()), (procedure, moves, wake) => {
        const pages = tell(procedure, moves, wake);
        expect(replay(opened(procedure), JSON.parse(JSON.stringify(pages.flatMap((p) => p.logged))))).toEqual(lastOf(procedure, pages));
      }),
      RUNS,
    );
  });

  it('it does not matter how late a timer is handled', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, fc.func(fc.boolean()), (procedure, moves, wake) => {
        const end = START + 400 * 86_400_000;
        const finish = (pages: Page[]): { events: unknown[]; state: DossierState } => {
          const passed = passUntil(lastOf(procedure, pages), end);
          return { events: [...pages.flatMap((p) => p.logged), ...passed.logged], state: passed.state };
        };
        expect(finish(tell(procedure, moves, wake))).toEqual(finish(tell(procedure, moves)));
      }),
      RUNS,
    );
  });

  it('after a deadline has passed the next one lies ahead, and passing again changes nothing', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, fc.nat(60 * 24 * 90), (procedure, moves, minutes) => {
        const until = START + minutes * 60_000;
        const { state } = passUntil(lastOf(procedure, tell(procedure, moves)), until);
        const next = nextDeadline(state);
        expect(next === null || next > until).toBe(true);
        expect(passUntil(state, until)).toEqual({ state, logged: [] });
      }),
      RUNS,
    );
  });

  it('a block joins once, and nothing happens in it afterwards', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, (procedure, moves) => {
        const gone = new Set<string>();
        for (const { payload } of tell(procedure, moves).flatMap((p) => p.logged)) {
          if (payload.type === 'BranchFinished') expect(gone).not.toContain(payload.block);
          if (payload.type === 'StepAssigned') for (const entry of payload.task.scope) expect(gone).not.toContain(entry.slice(0, entry.lastIndexOf('/')));
          if (payload.type !== 'BlockJoined' && payload.type !== 'BlockLeft') continue;
          expect(gone).not.toContain(payload.block);
          gone.add(payload.block);
        }
      }),
      RUNS,
    );
  });

  it('a pause gives an agency back the working time it took, and no more', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, (procedure, moves) => {
        const events = tell(procedure, moves).flatMap((p) => p.logged);
        let due: number | null = null;
        let stopped: number | null = null;
        for (const { payload, at } of events) {
          if (payload.type === 'CalendarAmended') return; // its days are counted by the explanation's property
          if (payload.type === 'ClockStopped') stopped = at;
          if (payload.type === 'ClockResumed') {
            const gained = openMsBetween(calendar, due!, payload.appointment.due);
            const lost = openMsBetween(calendar, stopped!, at);
            // A day limit ends with its day: the stops together are rounded up once.
            expect(gained).toBeLessThan(lost + openMsBetween(calendar, START, START + 86_400_000));
          }
          if ('appointment' in payload && payload.appointment !== null) due = payload.appointment.due;
        }
      }),
      RUNS,
    );
  });

  it('every late day is a working day after a due instant, in order, and answered for', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, fc.nat(60 * 24 * 90), (procedure, moves, minutes) => {
        const { state } = passUntil(lastOf(procedure, tell(procedure, moves)), START + minutes * 60_000);
        const now = Math.max(state.lastAt, START + minutes * 60_000);
        const days = attributeLateness(state, now);
        const firstDue = Math.min(...state.appointments.map((a) => a.due));
        for (const { date, to } of days) {
          expect(date >= localDateOf(firstDue)).toBe(true);
          expect(to.kind !== 'agency' || state.tasks[to.taskId] !== undefined).toBe(true);
        }
        if (legalTimeliness(state, now) !== 'late') expect(days).toEqual([]);
      }),
      RUNS,
    );
  });

  it('the explanation adds up to the due date', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, (procedure, moves) => {
        const state = lastOf(procedure, tell(procedure, moves));
        for (const told of explainDossier(state)) {
          expect(told).toMatchObject({ addsUp: true });
          expect(told.intervals.every((interval, i, all) => i === 0 || interval.from === all[i - 1]!.to)).toBe(true);
        }
      }),
      RUNS,
    );
  });
});
