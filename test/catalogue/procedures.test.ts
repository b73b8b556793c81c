import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopology } from '../../contracts/agencies';
import { checkProcedureFile, parseProcedureFile } from '../../contracts/procedure-file';
import { placesServedBy } from '../../domain/agency/committee';
import { resolveRole } from '../../domain/agency/resolve-role';
import { standardPosts } from '../../domain/agency/standard-posts';
import { unitsOffering } from '../../domain/agency/units-offering';
import { formatLimit } from '../../domain/calendar/limit';
import { criticalPath } from '../../domain/procedure/critical-path';
import type { Procedure } from '../../domain/procedure/procedure';
import { blocksOf, stepsOf } from '../../domain/procedure/walk';

const catalogue = join(__dirname, '../../catalogue');
const read = (folder: string): { file: string; text: string }[] =>
  readdirSync(join(catalogue, folder))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(catalogue, folder, file), 'utf8') }));

const loaded = loadTopology(read('agencies'));
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems.slice(0, 3)));
const { topology } = loaded;

const TODAY = '2026-11-23';
const SPRING_2022 = '2022-04-26';
const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
/** The first day in force, and the last one; of what is still in force, the later of today and the first day. */
const firstAndLast = ({ effectiveFrom, effectiveTo }: Procedure): string[] => [
  ...new Set([effectiveFrom, effectiveTo ? dayBefore(effectiveTo) : effectiveFrom > TODAY ? effectiveFrom : TODAY]),
];
const inForce = (date: string) => ({ procedure: { effectiveFrom, effectiveTo } }: Entry): boolean =>
  effectiveFrom <= date && (effectiveTo === undefined || date < effectiveTo);

interface Entry {
  readonly file: string;
  readonly text: string;
  readonly procedure: Procedure;
}
const entries = read('procedures').map(({ file, text }): Entry => {
  const parsed = parseProcedureFile(text, file);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems.map(({ line, message }) => `${line}: ${message.en}`).join('; ')}`);
  return { file, text, procedure: parsed.procedure };
});
const named = entries.map((entry) => [entry.file, entry] as const);
const find = (code: string, version: number): Procedure => {
  const entry = entries.find(({ procedure }) => procedure.code === code && procedure.version === version);
  if (!entry) throw new Error(`${code} v${version} is not in the catalogue`);
  return entry.procedure;
};

describe.each(named)('%s', (file, { text, procedure }) => {
  it('may be published on its first day, and still on its last or today', () => {
    for (const date of firstAndLast(procedure)) {
      const checked = checkProcedureFile(text, { topology, date }, file);
      expect(checked.ok ? [] : checked.problems.map(({ line, message }) => `${date} ${line}: ${message.en}`)).toEqual([]);
    }
  });

  it('gives every step to a post that the agency has', () => {
    const vacant = firstAndLast(procedure).flatMap((date) =>
      unitsOffering(topology, procedure.offeredAt, date).flatMap((unit) =>
        placesServedBy(topology, unit.code, date)
          .slice(0, 1)
          .flatMap((place) =>
            stepsOf(blocksOf(procedure)).flatMap(({ block }) => {
              const agency = resolveRole(topology, block.agency, { receivingUnit: unit.code, place: place.code, date });
              return agency.ok && standardPosts(agency.value).includes(block.officer) ? [] : [`${date} ${unit.code}: ${block.step} for ${block.officer}`];
            }),
          ),
      ),
    );
    expect(vacant).toEqual([]);
  });

  it('is named by its code, a short English name and its version', () => {
    expect(file).toMatch(/^[\d.H]+-[a-z0-9-]+\.v\d+\.yaml$/);
    expect(file.startsWith(`${procedure.code}-`)).toBe(true);
    expect(file.endsWith(`.v${procedure.version}.yaml`)).toBe(true);
  });

  it('says of its own fields only which are assumed', () => {
    const fields = [...Object.keys(procedure), 'fees', 'facts'];
    expect((procedure.provenance.assumed ?? []).filter((path) => !fields.includes(path.split('.')[0] ?? ''))).toEqual([]);
    const steps = stepsOf(blocksOf(procedure)).flatMap(({ block }) =>
      (block.provenance?.assumed ?? []).filter((path) => !['limit', ...Object.keys(block)].includes(path.split('.')[0] ?? '')).map((path) => `${block.step}: ${path}`),
    );
    expect(steps).toEqual([]);
  });

  it('marks a code of its own making as assumed', () => {
    if (procedure.code.startsWith('9.9')) expect(procedure.provenance.assumed).toContain('code');
  });
});

describe('versions', () => {
  const byCode = new Map<string, Procedure[]>();
  for (const { procedure } of entries) byCode.set(procedure.code, [...(byCode.get(procedure.code) ?? []), procedure].sort((a, b) => a.version - b.version));

  it('are numbered from 1 without gaps', () => {
    for (const versions of byCode.values()) expect(versions.map(({ version }) => version)).toEqual(versions.map((_, i) => i + 1));
  });

  it('of one procedure are never in force on the same day', () => {
    for (const versions of byCode.values()) {
      versions.slice(1).forEach(({ effectiveFrom }, i) => {
        expect((versions[i]?.effectiveTo ?? '9999-12-31') <= effectiveFrom).toBe(true);
      });
    }
  });
});

describe('three tiers in the spring of 2022', () => {
  const codes = entries.filter(inForce(SPRING_2022)).map(({ procedure }) => procedure.code);

  it.each(['1.012790', '1.001776', '1.001731', '9.900010.H35', '9.900011.H35', '9.900012.H35', '1.013814', '1.009645'])('%s is in force', (code) => {
    expect(codes).toContain(code);
  });

  it('has routes from the commune over the district to the province', () => {
    const agencies = stepsOf(blocksOf(find('9.900010.H35', 1))).map(({ block }) => block.agency);
    expect(agencies).toEqual(['receiving-unit', 'commune-social', 'district-labour', 'dept-labour', 'receiving-unit']);
  });
});

describe('two tiers today', () => {
  it('know no agency of the district', () => {
    const district = entries
      .filter(inForce(TODAY))
      .flatMap(({ file, procedure }) => stepsOf(blocksOf(procedure)).map(({ block }) => `${file}: ${block.agency}`))
      .filter((step) => step.includes(': district-'));
    expect(district).toEqual([]);
  });
});

describe('limits as the sources give them', () => {
  const limitsOf = ({ timeLimit }: Procedure): string[] =>
    [...(timeLimit.limit ? [timeLimit.limit] : []), ...(timeLimit.phases ?? []).map(({ limit }) => limit), ...(timeLimit.variants ?? []).map(({ limit }) => limit)].map(formatLimit);

  it.each([
    ['1.012790', 2, ['5 working days', '3 working days']],
    ['1.013978', 1, ['15 working days', '5 working days']],
    ['1.012756', 1, ['17 working days']],
    ['9.900008.H35', 1, ['16 working days']],
    ['3.000722', 1, ['3 working days', '5 working days']],
    ['1.001776', 1, ['22 working days']],
    ['1.014027', 1, ['10 working days']],
    ['1.013814', 2, ['5 working days']],
    ['1.009645', 1, ['35 working days']],
    ['2.001610', 2, ['3 working days']],
    ['1.014459.H35', 1, ['3 working days']],
    ['1.014390.H35', 1, ['10 working days']],
    ['2.000908', 1, ['8 working hours']],
  ])('%s, version %i', (code, version, limits) => {
    expect(limitsOf(find(code, version))).toEqual(limits);
  });

  it.each([
    ['1.012790', 2, [5, 3]],
    ['1.013978', 1, [15, 4]],
    ['9.900008.H35', 1, [16]],
    ['9.900010.H35', 1, [15]],
    ['2.000908', 1, [1]],
  ])('%s, version %i: the steps of the longest way add up', (code, version, days) => {
    expect(criticalPath(find(code, version)).phases.map(({ minutes }) => minutes / 480)).toEqual(days);
  });

  it('the death group takes as long as its benefit does', () => {
    const { variants = [] } = find('2.002913', 1).timeLimit;
    const of = (benefit: string): string | undefined => variants.filter(({ when }) => 'fact' in when && 'is' in when && when.is === benefit).map(({ limit }) => formatLimit(limit))[0];
    expect([of('merit'), of('social-protection')]).toEqual(['18 working days', '6 working days']);
  });
});
