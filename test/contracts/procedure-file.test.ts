import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { loadTopology } from '../../contracts/agencies';
import { checkProcedureFile, parseProcedureFile, type Problem } from '../../contracts/procedure-file';
import { ERRORS, type ErrorCode } from '../../domain/errors';
import { PROCEDURE_SCHEMA_FILE, procedureSchema } from '../../scripts/procedure-schema';

const ROOT = join(__dirname, '..', '..');
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

const AGENCIES = join('catalogue', 'agencies');
const loaded = loadTopology(readdirSync(join(ROOT, AGENCIES)).filter((file) => file.endsWith('.yaml')).map((file) => ({ file, text: read(AGENCIES, file) })));
const topology = loaded.ok ? loaded.topology : { agencies: [] };

/** The worked example of the documentation. */
const EXAMPLE = /```yaml\n(code:[\s\S]*?)```/.exec(read('docs', 'procedure-format.md'))?.[1] ?? '';

const problemsOf = (text: string): readonly Problem[] => {
  const checked = checkProcedureFile(text, { topology });
  return checked.ok ? [] : checked.problems;
};
const replaced = (from: string, to: string): string => {
  if (!EXAMPLE.includes(from)) throw new Error(`the example has no "${from}"`);
  return EXAMPLE.replace(from, () => to);
};
const lineOf = (text: string, needle: string): number => text.slice(0, text.indexOf(needle)).split('\n').length;

describe('the example of the documentation', () => {
  it('may be published', () => {
    expect(problemsOf(EXAMPLE)).toEqual([]);
  });

  it('means the same as JSON, indented by blanks or tabs', () => {
    const fromYaml = parseProcedureFile(EXAMPLE);
    for (const indent of [2, '\t']) {
      const fromJson = parseProcedureFile(JSON.stringify(parse(EXAMPLE), null, indent));
      expect(fromJson.ok && fromJson.procedure).toEqual(fromYaml.ok && fromYaml.procedure);
    }
  });

  it('gives a procedure whose limits are read, ready for the core', () => {
    const parsed = parseProcedureFile(EXAMPLE);
    expect(parsed.ok && parsed.procedure.timeLimit.limit).toEqual({ amount: 5, unit: 'working-days' });
    expect(parsed.ok && JSON.parse(JSON.stringify(parsed.procedure))).toEqual(parsed.ok && parsed.procedure);
  });
});

describe('every mistake is named with its line', () => {
  // What is replaced, by what, the code to expect, and a text on the line it should name (the replacement where none is given).
  it.each<[string, string, string, ErrorCode, string?]>([
    ['a bracket left open', 'tiers: [commune, province]', 'tiers: [commune, province', 'PROCEDURE_FILE_SYNTAX', 'documents:'],
    ['a key twice', 'tier: commune\n', 'tier: commune\ntier: province\n', 'PROCEDURE_KEY_TWICE', 'tier: province'],
    ['a second document', '\nroute:', '\n---\nroute:', 'PROCEDURE_FILE_SYNTAX', '---'],
    ['another version of YAML', 'code: "9', '%YAML 1.1\n---\ncode: "9', 'PROCEDURE_FILE_TAG', '%YAML'],
    ['a tag', 'version: 1', 'version: !!set {1}', 'PROCEDURE_FILE_TAG'],
    ['a key that is no text', 'version: 1', '5: 1', 'PROCEDURE_FILE_TAG'],
    ['an alias that means nothing', 'version: 1', 'version: *nothing', 'PROCEDURE_FILE_ALIAS'],
    ['an alias inside itself', 'documents:\n', 'documents: &self\n  - *self\n', 'PROCEDURE_FILE_ALIAS', '- *self'],
    ['an unknown key', 'serviceLevel:', 'servicelevel:', 'PROCEDURE_KEY_UNKNOWN'],
    ['an unknown key of a step', 'officer: specialist\n    limit: 1.5', 'oficer: specialist\n    limit: 1.5', 'PROCEDURE_KEY_UNKNOWN', 'oficer'],
    ['a key of every object', 'version: 1', 'version: 1\n__proto__: {}', 'PROCEDURE_KEY_UNKNOWN', '__proto__'],
    ['a merge key', 'version: 1', 'version: 1\n<<: {}', 'PROCEDURE_KEY_UNKNOWN', '<<'],
    ['a missing key', '    officer: receptionist\n    limit: 0.5', '    limit: 0.5', 'PROCEDURE_KEY_MISSING', '- step: receive'],
    ['a text in one language', '{ vi: "Giấy phép xây dựng", en: "Building permit" }', '{ vi: "Giấy phép" }', 'PROCEDURE_KEY_MISSING'],
    ['a code without quotes', '"9.999999.H35"', '1.012790', 'PROCEDURE_TEXT_UNQUOTED'],
    ['a yes/no for a text', 'effectiveFrom: "2026-07-01"', 'effectiveFrom: true', 'PROCEDURE_TEXT_UNQUOTED'],
    ['a text for a number', 'version: 1', 'version: "1"', 'PROCEDURE_VALUE_TYPE'],
    ['a list for a text', 'result: {', 'result: [{', 'PROCEDURE_FILE_SYNTAX', 'legalBasis:'],
    ['nothing where a list belongs', 'legalBasis:\n  - "Decree 118/2025/NĐ-CP"', 'legalBasis:', 'PROCEDURE_VALUE_TYPE', 'legalBasis:'],
    ['an unknown value', 'kind: publish-result', 'kind: publish', 'PROCEDURE_VALUE_UNKNOWN'],
    ['a code of another form', '"9.999999.H35"', '"99.H35"', 'PROCEDURE_VALUE_FORM'],
    ['a date of another form', '"2026-07-01"', '"1/7/2026"', 'PROCEDURE_VALUE_FORM'],
    ['a name of another form', 'step: inspect', 'step: "Inspect it"', 'PROCEDURE_VALUE_FORM'],
    ['a limit without a unit', 'limit: 0.5 working days', 'limit: 0.5', 'LIMIT_INVALID'],
    ['a limit of another unit', 'limit: 1.5 working days', 'limit: 1.5 weeks', 'LIMIT_INVALID'],
    ['a limit too fine', 'limit: 1.5 working days', 'limit: 1.3 working days', 'LIMIT_TOO_FINE'],
    ['an empty text', '"Infrastructure"', '"  "', 'PROCEDURE_VALUE_SIZE'],
    ['a text too long', '"Infrastructure"', `"${'x'.repeat(501)}"`, 'PROCEDURE_VALUE_SIZE'],
    ['a bell in a text', '"Infrastructure"', '"Infra\\astructure"', 'PROCEDURE_TEXT_CONTROL'],
    ['writing turned around', '"Infrastructure"', '"Infra\\u202Estructure"', 'PROCEDURE_TEXT_CONTROL'],
    ['a line break in a name', '"Infrastructure"', '"Infra\\nstructure"', 'PROCEDURE_VALUE_FORM'],
    ['a block of no kind', '- goBackTo: draft', '- jumpTo: draft', 'PROCEDURE_SHAPE_UNKNOWN'],
    ['a block with a typing error', '- goBackTo: draft', '- gobackto: draft', 'PROCEDURE_KEY_UNKNOWN'],
    ['a join of no form', 'join: all', 'join: most', 'PROCEDURE_SHAPE_UNKNOWN'],
    ['a condition with a typing error', '{ outcome: sign, is: redraft }', '{ outcom: sign, is: redraft }', 'PROCEDURE_KEY_UNKNOWN'],
    ['one branch only', '              - branch: neighbours\n', '          - parallel: second\n            join: all\n            branches:\n              - branch: neighbours\n', 'PROCEDURE_VALUE_SIZE', 'branches:'],
    // Checks before publishing.
    ['version 0', 'version: 1', 'version: 0', 'PROCEDURE_VERSION_INVALID'],
    ['a day that does not exist', '"2026-07-01"', '"2026-06-31"', 'PROCEDURE_DATE_INVALID'],
    ['an end before the beginning', 'offeredAt:', 'effectiveTo: "2026-06-30"\nofferedAt:', 'PROCEDURE_DATES_DISORDERED', 'effectiveTo'],
    ['half a dong', 'amountOnline: 50000', 'amountOnline: 50000.5', 'PROCEDURE_NUMBER_INVALID'],
    ['a limit of nothing', 'acknowledgeWithin: 2 working hours', 'acknowledgeWithin: 0 working days', 'PROCEDURE_LIMIT_AMOUNT'],
    ['a name twice', 'step: draft', 'step: sign', 'PROCEDURE_NAME_TWICE', 'step: sign\n    kind: sign'],
    ['a choice without options', 'options: [trade, event, building-site]\n', '\n', 'PROCEDURE_FACT_OPTIONS', '- fact: purpose'],
    ['no reception', 'kind: receive\n', 'kind: examine\n', 'PROCEDURE_FIRST_STEP', '- step: receive'],
    ['no return', 'kind: return\n', 'kind: hand-over\n', 'PROCEDURE_LAST_STEP', '- step: return'],
    ['a way back to nowhere', 'goBackTo: draft', 'goBackTo: redraft', 'PROCEDURE_GO_BACK_UNKNOWN'],
    ['a way back into a closed block', 'goBackTo: draft', 'goBackTo: post-notice', 'PROCEDURE_GO_BACK_INTO_BLOCK'],
    ['no way out', 'goBackTo: draft\n    otherwise: []', 'goBackTo: draft\n    otherwise:\n      - goBackTo: draft', 'PROCEDURE_NEVER_ENDS', '- choice: redraft'],
    ['a fact nobody declared', 'when: { fact: purpose, is: building-site }\nfees', 'when: { fact: purpos, is: building-site }\nfees', 'PROCEDURE_FACT_UNKNOWN'],
    ['an option nobody can choose', 'when: { fact: purpose, is: building-site }\nfees', 'when: { fact: purpose, is: market }\nfees', 'PROCEDURE_FACT_TYPE'],
    ['an outcome nobody can decide', 'is: redraft }', 'is: retry }', 'PROCEDURE_OUTCOME_UNKNOWN'],
    ['a consultation of nobody', 'kind: consult\n', 'kind: examine\n', 'PROCEDURE_KEY_MISPLACED', 'consult:\n'],
    ['a quorum too large', 'join: all', 'join: { quorum: 3 }', 'PROCEDURE_QUORUM'],
    ['a refusal by the clerk', 'limit: 2 working hours\n  - step: return', 'limit: 2 working hours\n    outcomes: [done, refused]\n  - step: return', 'PROCEDURE_REFUSED_MISPLACED', 'outcomes: [done, refused]\n  - step: return'],
    ['an obligation without phases', 'kind: publish-result', 'kind: financial-obligation', 'PROCEDURE_PHASES', 'limit: 5 working days'],
    ['a way too long', 'limit: 1.5 working days', 'limit: 2.5 working days', 'PROCEDURE_PATH_TOO_LONG', 'limit: 5 working days'],
    ['a variant too short', 'limit: 10 working days', 'limit: 9 working days', 'PROCEDURE_PATH_TOO_LONG'],
    ['a role nobody plays', 'agencies: [dept-construction, police-province]', 'agencies: [dept-construction, police-provinces]', 'PROCEDURE_ROLE_UNRESOLVED'],
    ['offered where there is nothing', 'tiers: [commune, province]', 'tiers: [district]', 'PROCEDURE_OFFERED_NOWHERE'],
  ])('%s', (_title, from, to, code, on = to) => {
    const text = replaced(from, to);
    const problems = problemsOf(text);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems.filter((problem) => problem.code === code).map(({ line }) => line)).toContain(lineOf(text, on));
    for (const { message } of problems) expect(`${message.vi} ${message.en}`).not.toMatch(/\{\w+\}/);
  });

  it('names the nearest key, the nearest value and the quotes to write', () => {
    const said = (from: string, to: string): string => problemsOf(replaced(from, to)).map(({ message }) => message.en).join('\n');
    expect(said('serviceLevel:', 'servicelevel:')).toContain('nearest allowed one is "serviceLevel"');
    expect(said('kind: publish-result', 'kind: publish-resutl')).toContain('nearest allowed value is "publish-result"');
    expect(said('{ outcome: sign, is', '{ outcom: sign, is')).toContain('nearest allowed one is "outcome"');
    expect(said('join: all', 'join: most')).toContain('write one of: all, any, { quorum: 2 }');
    expect(said('"9.999999.H35"', '1.012790')).toContain('put it in quotes: "1.012790"');
  });

  it('collects all mistakes of a file, in the order of its lines', () => {
    const problems = problemsOf(replaced('tier: commune', 'tier: village').replace('kind: publish-result', 'kind: x').replace('join: all', 'joins: all'));
    expect(problems.map(({ code }) => code)).toEqual(['PROCEDURE_VALUE_UNKNOWN', 'PROCEDURE_KEY_MISSING', 'PROCEDURE_KEY_UNKNOWN', 'PROCEDURE_VALUE_UNKNOWN']);
    expect(problems.map(({ line }) => line)).toEqual([...problems.map(({ line }) => line)].sort((a, b) => a - b));
  });

  it('has every code in the catalogue of refusals', () => {
    for (const { code } of problemsOf('code: 1')) expect(ERRORS).toHaveProperty(code);
  });
});

describe('text is kept in one form', () => {
  it('brings names to NFC and trims them, and keeps what looks like SQL or HTML', () => {
    const parsed = parseProcedureFile(replaced('"Hạ tầng"', JSON.stringify(`  ${'Hạ tầng'.normalize('NFD')} <b>'; DROP TABLE x;--</b> `)));
    expect(parsed.ok && parsed.procedure.sector.vi).toBe("Hạ tầng <b>'; DROP TABLE x;--</b>".normalize('NFC'));
  });

  it('leaves dates as text', () => {
    const parsed = parseProcedureFile(replaced('"2026-07-01"', '2026-07-01'));
    expect(parsed.ok && parsed.procedure.effectiveFrom).toBe('2026-07-01');
  });
});

describe('files made to do harm are refused quickly', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`).join('\n')}`;
  it.each<[string, string, ErrorCode]>([
    ['aliases that multiply', bomb, 'PROCEDURE_FILE_ALIAS'],
    ['a million brackets', '['.repeat(1_000_000), 'PROCEDURE_FILE_TOO_DEEP'],
    ['brackets that texts seem to close', '[ "]" '.repeat(150_000), 'PROCEDURE_FILE_TOO_DEEP'],
    ['deep indentation', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'PROCEDURE_FILE_TOO_DEEP'],
    ['lists in lists', '- '.repeat(400_000), 'PROCEDURE_FILE_TOO_DEEP'],
    ['more than a megabyte', `a: "${'x'.repeat(1_000_000)}"`, 'PROCEDURE_FILE_TOO_LARGE'],
    ['more than a megabyte in UTF-8', `a: "${'ế'.repeat(400_000)}"`, 'PROCEDURE_FILE_TOO_LARGE'],
    ['a hundred thousand values', `a: [${'1,'.repeat(100_000)}]`, 'PROCEDURE_FILE_TOO_LARGE'],
    ['nothing', '', 'PROCEDURE_VALUE_TYPE'],
    ['prose', 'hello', 'PROCEDURE_VALUE_TYPE'],
  ])('%s', (_title, text, code) => {
    const parsed = parseProcedureFile(text);
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('shows the first hundred problems and counts the others', () => {
    const parsed = parseProcedureFile(`${EXAMPLE}\n${Array.from({ length: 150 }, (_, i) => `x${i}: 1`).join('\n')}`);
    expect(parsed.ok ? [] : parsed.problems.slice(-1)).toMatchObject([{ code: 'PROCEDURE_MORE_PROBLEMS', message: { en: expect.stringContaining('50 more') } }]);
  });
});

describe('properties', () => {
  const sound = (text: string): void => {
    const lines = text.split('\n').length;
    const checked = checkProcedureFile(text, { topology });
    if (checked.ok) return;
    expect(checked.problems.length).toBeGreaterThan(0);
    for (const { line, column } of checked.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines);
      expect(column).toBeGreaterThanOrEqual(1);
    }
  };
  const lines = EXAMPLE.split('\n');
  const anyLine = fc.nat(lines.length - 1);
  const lineMutation = fc.oneof(
    anyLine.map((at) => (text: string[]) => text.filter((_, i) => i !== at)),
    fc.tuple(anyLine, anyLine).map(([from, to]) => (text: string[]) => [...text.slice(0, to), text[from % text.length] ?? '', ...text.slice(to)]),
    fc.tuple(anyLine, anyLine).map(([a, b]) => (text: string[]) => text.map((line, i) => (i === a ? (text[b] ?? line) : i === b ? (text[a] ?? line) : line))),
    fc.tuple(anyLine, fc.integer({ min: 0, max: 8 })).map(([at, indent]) => (text: string[]) => text.map((line, i) => (i === at ? ' '.repeat(indent) + line.trim() : line))),
  );
  const characterMutation = fc.tuple(fc.nat(EXAMPLE.length), fc.nat(3), fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('"', '{', '}', '[', ']', ':', '- ', '\n', '\t', '*a', '&a ', '!', '0', '\u0000', 'ế')));

  it('reads any damaged file, or says on which line it is damaged (lines)', () => {
    fc.assert(fc.property(fc.array(lineMutation, { minLength: 1, maxLength: 4 }), (mutations) => sound(mutations.reduce((text, mutate) => mutate(text), lines).join('\n'))), { numRuns: 150 });
  });

  it('reads any damaged file, or says on which line it is damaged (characters)', () => {
    fc.assert(
      fc.property(fc.array(characterMutation, { minLength: 1, maxLength: 4 }), (mutations) =>
        sound(mutations.reduce((text, [at, length, insert]) => text.slice(0, at) + insert + text.slice(at + length), EXAMPLE)),
      ),
      { numRuns: 150 },
    );
  });

  it('finds fault with any value put in another place', () => {
    const paths: (string | number)[][] = [];
    const collect = (value: unknown, path: (string | number)[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) collect(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    };
    collect(parse(EXAMPLE), []);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant({ step: 'x' }), fc.constant({ constructor: 1 })), fc.boolean(), (path, value, json) => {
        const copy = parse(EXAMPLE) as Record<string | number, unknown>;
        const parent = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, key) => at[key] as Record<string | number, unknown>, copy);
        parent[path.at(-1) ?? ''] = value;
        sound(json ? JSON.stringify(copy, null, 1) : stringify(copy));
      }),
      { numRuns: 150 },
    );
  });
});

it('keeps the stored JSON Schema equal to the schema; `npx tsx scripts/procedure-schema.ts` writes it anew', () => {
  expect(readFileSync(PROCEDURE_SCHEMA_FILE, 'utf8')).toBe(procedureSchema());
});
