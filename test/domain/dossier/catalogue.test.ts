import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseProcedureFile } from '../../../contracts/procedure-file';
import { explainDossier } from '../../../domain/dossier/explain';
import { passUntil, replay } from '../../../domain/dossier/engine';
import type { FactValue } from '../../../domain/dossier/state';
import type { Procedure } from '../../../domain/procedure/procedure';
import { anyMoves, START } from './any-story';
import type { Move } from './any-story';
import { isPlainJson, violations, violationsBetween } from './invariants';
import { opened, tell } from './tell';

const FOLDER = join(__dirname, '../../../catalogue/procedures');

const procedures = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file): [string, Procedure] => {
    const parsed = parseProcedureFile(readFileSync(join(FOLDER, file), 'utf8'), file);
    if (!parsed.ok) throw new Error(parsed.problems.map((p) => `${p.file}:${p.line}: ${p.message.en}`).join('\n'));
    return [file, parsed.procedure];
  });

/** Answers to the questions of a form. */
const anyFacts = ({ facts = [] }: Procedure): fc.Arbitrary<Record<string, FactValue>> =>
  fc
    .record(Object.fromEntries(facts.map((f) => [f.fact, f.type === 'boolean' ? fc.boolean() : f.type === 'number' ? fc.nat(200) : fc.constantFrom(...(f.options ?? ['']))])))
    .map((given) => ({ ...given }));

/** Nothing but what comes next, the ordinary way, until the dossier is returned. */
const straight = (length: number): Move[] => Array.from({ length }, (_, i) => ({ sensible: true, act: 1, pick: i % 5, choice: 0, wait: 30, stranger: false }));

describe.each(procedures)('%s', (_, procedure) => {
  it('leads every applicant to a result, whatever the form says', () => {
    fc.assert(
      fc.property(anyFacts(procedure), (facts) => {
        const pages = tell(procedure, straight(120), undefined, facts);
        const returned = pages.findIndex((p) => p.after.stage === 'returned');
        expect(returned).toBeGreaterThan(0);
        expect(pages.slice(0, returned + 1).flatMap((p) => violations(p.after))).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  it('reaches no illegal state, is explained and replayed, whatever is done', () => {
    fc.assert(
      fc.property(anyFacts(procedure), anyMoves, (facts, moves) => {
        const pages = tell(procedure, moves, undefined, facts);
        expect(pages.flatMap(({ before, after, logged }) => [...violations(after), ...violationsBetween(before, after, logged)])).toEqual([]);
        const last = pages.at(-1)?.after ?? opened(procedure, facts);
        expect(isPlainJson(last)).toBe(true);
        expect(replay(opened(procedure, facts), pages.flatMap((p) => p.logged))).toEqual(last);
        expect(explainDossier(passUntil(last, START + 1e10).state).filter((e) => !e.addsUp)).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
