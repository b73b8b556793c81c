import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadTopology, type AgencySource } from '../../contracts/agencies';
import type { Agency } from '../../domain/agency/agency';
import type { Group } from '../../domain/agency/agency-file';
import { ancestorsOf } from '../../domain/agency/ancestors-of';
import { checkTopology } from '../../domain/agency/check-topology';
import { places, placesServedBy } from '../../domain/agency/committee';
import { escalationChain } from '../../domain/agency/escalation-chain';
import { findAgency } from '../../domain/agency/find-agency';
import { resolveRole } from '../../domain/agency/resolve-role';
import { AGENCY_ROLES } from '../../domain/agency/roles';
import { standardPosts } from '../../domain/agency/standard-posts';
import { successorOf } from '../../domain/agency/successor-of';
import { agenciesOn, agencyOn, playersOf, type Topology } from '../../domain/agency/topology';
import { treeOn, type AgencyTree } from '../../domain/agency/tree-on';

const folder = join(__dirname, '../../catalogue/agencies');
const sources: AgencySource[] = readdirSync(folder).sort().map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const gaps = readFileSync(join(__dirname, '../../docs/agencies-gaps.md'), 'utf8');

const loaded = loadTopology(sources);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
const { topology, files } = loaded;

const TODAY = '2026-11-23';
const codes = (agencies: readonly Agency[]) => agencies.map(({ code }) => code);
const groupsOf = (groups: readonly Group[]): Group[] =>
  groups.flatMap((group) => [group, ...groupsOf(group.units.flatMap((unit) => (unit.group ? [unit.group] : [])))]);

/** Roles that nobody plays on the date: a level or an office that does not exist then. */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  '2022-03-01': [],
  [TODAY]: ['district-committee', 'district-labour', 'district-land'],
};

describe.each([
  { date: '2022-03-01', tiers: 3, committees: 106, districts: 8, departments: 20 },
  { date: TODAY, tiers: 2, committees: 38, districts: 0, departments: 14 },
])('Lai Châu on $date', ({ date, tiers, committees, districts, departments }) => {
  const here = agenciesOn(topology, date);
  const communes = places(topology, date);
  const units = playersOf(topology, 'one-stop-unit', date);
  const roles = [...new Set(here.flatMap(({ plays }) => plays))];
  const resolve = (role: string, place: string, receivingUnit = 'H35.01.01') => resolveRole(topology, role, { receivingUnit, place, date });

  it('has its communes, districts and departments', () => {
    expect(new Set(here.map(({ tier }) => tier)).size).toBe(tiers);
    expect(communes).toHaveLength(committees);
    expect(playersOf(topology, 'district-committee', date)).toHaveLength(districts);
    expect(here.filter(({ code }) => /^H35\.[0-3]\d$/.test(code))).toHaveLength(departments);
  });

  it('has every code once', () => expect(new Set(codes(here)).size).toBe(here.length));

  it('is one tree that holds every agency', () => {
    const count = ({ children }: AgencyTree): number => 1 + children.reduce((sum, child) => sum + count(child), 0);
    const trees = treeOn(topology, date);
    expect(trees.map(({ agency }) => agency.code)).toEqual(['H35']);
    expect(trees.reduce((sum, tree) => sum + count(tree), 0)).toBe(here.length);
  });

  it('leads from every agency up to the province', () => {
    for (const { code } of here) expect(code === 'H35' ? 'H35' : ancestorsOf(topology, code, date).at(-1)?.code).toBe('H35');
  });

  it('has a one-stop unit in every commune, that serves it, and a provincial centre, that serves them all', () => {
    for (const { code } of communes) {
      const unit = resolve('one-stop-unit', code);
      expect(unit.ok && unit.value.parent).toBe(code);
      expect(unit.ok && codes(placesServedBy(topology, unit.value.code, date))).toEqual([code]);
    }
    expect(placesServedBy(topology, 'H35.01.01', date)).toHaveLength(committees);
    expect(units).toHaveLength(committees + districts + 1);
  });

  it('plays the vocabulary and nothing else, but for what does not exist then', () => {
    expect([...roles].sort()).toEqual(AGENCY_ROLES.filter((role) => !ABSENT[date]?.includes(role)).sort());
  });

  it('resolves every role at every place', () => {
    const refused = communes.flatMap(({ code }) => roles.filter((role) => !resolve(role, code).ok).map((role) => `${role} at ${code}`));
    expect(refused).toEqual([]);
  });

  it('resolves every role from every one-stop unit, for every place it serves', () => {
    for (const { code } of units) {
      const served = placesServedBy(topology, code, date);
      expect(served.length).toBeGreaterThan(0);
      for (const place of served) {
        expect(resolve('receiving-unit', place.code, code)).toEqual({ ok: true, value: agencyOn(topology, code, date) });
        expect(roles.every((role) => resolve(role, place.code, code).ok)).toBe(true);
      }
    }
  });

  it('refuses the roles that do not exist then', () => {
    for (const role of ABSENT[date] ?? []) expect(resolve(role, communes[0]?.code ?? '').ok).toBe(false);
  });

  it('escalates from every agency to four addressees that exist', () => {
    for (const { code } of here) {
      const chain = escalationChain(topology, code, date);
      expect(chain.ok).toBe(true);
      if (!chain.ok) continue;
      expect(Object.keys(chain.value)).toEqual(['unit-head', 'agency-head', 'committee-chair', 'procedure-control']);
      for (const { agency, title } of Object.values(chain.value)) {
        expect(agencyOn(topology, agency, date)).toBeDefined();
        expect(title.vi).not.toBe('');
      }
    }
  });

  it('has in every agency a leader, and a receptionist behind every window', () => {
    for (const agency of here) expect(standardPosts(agency)).toContain('leader');
    for (const unit of units) expect(standardPosts(unit)).toContain('receptionist');
  });

  it('lets no agency outlive its parent', () => {
    for (const agency of here) if (agency.parent !== undefined) expect(agencyOn(topology, agency.parent, date)).toBeDefined();
  });

  it('gives each role to the narrowest, whatever the order of the catalogue', () => {
    const anyOrder = fc.shuffledSubarray([...topology.agencies], { minLength: topology.agencies.length });
    fc.assert(
      fc.property(fc.constantFrom(...roles), fc.constantFrom(...communes), anyOrder, (role, place, agencies) => {
        const found = resolve(role, place.code);
        expect(resolveRole({ agencies }, role, { receivingUnit: 'H35.01.01', place: place.code, date })).toEqual(found);
        const territories = [place.code, ...codes(ancestorsOf(topology, place.code, date))];
        const width = ({ covers }: Agency) => Math.min(...covers.map((code) => territories.indexOf(code)).filter((i) => i >= 0));
        const rivals = playersOf(topology, role, date).filter((agency) => found.ok && agency.code !== found.value.code);
        for (const rival of rivals) expect(found.ok && width(found.value) < width(rival)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the catalogue over time', () => {
  const ended = topology.agencies.filter(({ validTo, code }) => validTo !== undefined && !agencyOn(topology, code, validTo));

  it('breaks no rule on any day', () => expect(checkTopology(topology)).toEqual([]));

  it('knows as many units as there officially were, or lists what is missing', () => {
    const groups = groupsOf(files.flatMap((file) => file.groups ?? []));
    expect(groups.filter(({ template }) => template === 'commune-2022').map(({ official }) => official)).toEqual([7, 13, 10, 12, 17, 22, 11, 14]);
    for (const { official, units } of groups) expect(units).toHaveLength(official);
  });

  it('has 94 communes, 5 wards and 7 townships before, 36 communes and 2 wards since', () => {
    const isOf = (kind: string) => (place: Agency) => place.name.vi.startsWith(`Ủy ban nhân dân ${kind} `);
    const kinds = (date: string) => ['xã', 'phường', 'thị trấn'].map((kind) => places(topology, date).filter(isOf(kind)).length);
    expect(kinds('2022-03-01')).toEqual([94, 5, 7]);
    expect(kinds(TODAY)).toEqual([36, 2, 0]);
  });

  it('names a successor for every agency that ended, which exists on the day', () => {
    for (const { code, validTo = '', successors = [] } of ended) {
      expect([code, successors.length > 0]).toEqual([code, true]);
      for (const next of successors) expect(agencyOn(topology, next, validTo)?.predecessors).toContain(code);
    }
  });

  it('leads every commune of 2022, and every organ of it, to exactly one of today', () => {
    const gone = ended.filter(({ tier }) => tier === 'commune');
    expect(gone).toHaveLength(106 * 6);
    for (const { code, plays } of gone) {
      const next = successorOf(topology, code, TODAY);
      expect(next.ok && agencyOn(topology, next.value, TODAY)?.plays).toEqual(expect.arrayContaining([...plays]));
    }
    expect(successorOf(topology, 'H35.48.08', TODAY)).toEqual({ ok: true, value: 'H35.237' });
  });

  it('leaves a district’s dossiers to the chairman’s choice among its communes', () => {
    const result = successorOf(topology, 'H35.44', TODAY);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.refusal.details['found']).toBe('H35.203, H35.204, H35.205, H35.206');
  });

  it('leads departments through the merger of 2025, and asks where one was divided', () => {
    expect(successorOf(topology, 'H35.10', TODAY)).toEqual({ ok: true, value: 'H35.21' });
    expect(successorOf(topology, 'H35.12', TODAY)).toMatchObject({ ok: false, refusal: { code: 'AGENCY_SUCCESSOR_AMBIGUOUS' } });
  });

  it('sends labour, land and procedure control where they belong before and after', () => {
    const at = (role: string, place: string, date: string) => {
      const found = resolveRole(topology, role, { receivingUnit: 'H35.01.01', place, date });
      return found.ok ? found.value.name.vi : found.refusal.code;
    };
    expect(at('dept-merit', 'H35.46.01', '2022-03-01')).toBe('Sở Lao động – Thương binh và Xã hội');
    expect(at('dept-merit', 'H35.221', TODAY)).toBe('Sở Nội vụ');
    expect(at('dept-social-protection', 'H35.221', TODAY)).toBe('Sở Y tế');
    expect(at('land-office', 'H35.46.01', '2022-03-01')).toBe('Chi nhánh Văn phòng Đăng ký đất đai huyện Sìn Hồ');
    expect(at('land-office', 'H35.221', TODAY)).toBe('Văn phòng Đăng ký đất đai tỉnh Lai Châu');
    expect(at('procedure-control', 'H35.221', TODAY)).toBe('Trung tâm Phục vụ hành chính công tỉnh Lai Châu');
    expect(at('commune-land', 'H35.201', TODAY)).toBe('Phòng Kinh tế, Hạ tầng và Đô thị phường Tân Phong');
    expect(at('commune-land', 'H35.221', TODAY)).toBe('Phòng Kinh tế xã Sìn Hồ');
    expect(at('economic-zone-board', 'H35.46.01', '2022-10-05')).toContain('Ma Lù Thàng');
    expect(at('economic-zone-board', 'H35.46.01', '2022-10-06')).not.toContain('Ma Lù Thàng');
  });

  it('is found by names typed without diacritics', () => {
    expect(codes(findAgency(topology, 'tui sin chai', TODAY))).toEqual([]);
    expect(codes(findAgency(topology, 'uy ban tua sin chai', TODAY))).toEqual(['H35.220']);
    expect(codes(findAgency(topology, 'so noi vu', TODAY))[0]).toBe('H35.02');
  });
});

describe('every fact of the catalogue', () => {
  it('has a source and says which fields are assumed; only H35 is an official code', () => {
    for (const { code, provenance } of topology.agencies) {
      expect(provenance.source.length).toBeGreaterThan(0);
      expect([code, provenance.assumed?.includes('code') ?? false]).toEqual([code, code !== 'H35']);
      expect(code).toMatch(/^[A-Z0-9]{2,3}(\.[A-Z0-9]{2,3}){0,3}$/);
    }
  });

  it('that is assumed, or of low confidence, is in the list of gaps', () => {
    const doubtful = topology.agencies.filter(({ provenance }) => provenance.confidence === 'L');
    const patterns = new Set(doubtful.map(({ code }) => code.replace(/^H35\.4\d\./, 'H35.4d.')));
    for (const code of patterns) expect(gaps).toContain(`\`${code}\``);
    const assumed = new Set(topology.agencies.flatMap(({ provenance }) => provenance.assumed ?? []));
    for (const field of assumed) expect(gaps).toContain(`\`${field}\``);
  });
});

describe('a file with a mistake', () => {
  const province = sources.find(({ file }) => file.includes('province'))?.text ?? '';
  const districts = sources.find(({ file }) => file.includes('districts'))?.text ?? '';
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

  /** The problems after one replacement, with the line on which the replaced text stands. */
  const after = (file: 'province' | 'districts', from: string, to: string) => {
    const text = file === 'province' ? province : districts;
    expect(text).toContain(from);
    const result = loadTopology(sources.map((source) => (source.file.includes(file) ? { ...source, text: text.replace(from, to) } : source)));
    return { problems: result.ok ? [] : result.problems, line: lineOf(text, from) };
  };

  it.each([
    ['a misspelt field', 'province', 'parent: H35.21\n', 'parnt: H35.21\n', /parnt/],
    ['a code of the wrong form', 'province', 'code: H35.03', 'code: H35.3', /Decision 20\/2020/],
    ['an impossible date', 'province', 'from: 2022-10-06', 'from: 2022-02-30', /YYYY-MM-DD/],
    ['a tier that does not exist', 'province', 'tier: province', 'tier: region', /"commune"/],
    ['a source that is not described', 'province', 'source: [ND118, DOMAIN-7]', 'source: [ND119]', /source "ND119" is not described/],
    ['an unknown parent', 'province', 'parent: H35.10\n', 'parent: H35.99\n', /its parent "H35.99"/],
    ['an unknown successor', 'province', 'successors: [H35.05]', 'successors: [H35.55]', /names "H35.55" as successor/],
    ['a title nobody defined', 'province', 'head: chief-inspector', 'head: inspector', /names "inspector".*chief-inspector/],
    ['a title that only looks defined', 'province', 'head: chief-inspector', 'head: constructor', /names "constructor"/],
    ['a commune that merged into nothing known', 'districts', 'into: [Mường Than]', 'into: [Mường Thanh]', /Mường Thanh/],
    ['a segment that is a number', 'districts', "no: '41'", 'no: 41', /string/],
    ['a template nobody defined', 'districts', 'template: commune-2022\n          kind', 'template: commune-2023\n          kind', /commune-2023/],
  ] as const)('%s is refused with its line and its field', (_, file, from, to, message) => {
    const { problems, line } = after(file, from, to);
    expect(problems[0]).toMatchObject({ file: expect.stringContaining(file), line, message: expect.stringMatching(message) });
    expect(problems[0]?.field).not.toBe('');
  });

  it('is refused when it is not YAML at all, or empty', () => {
    const load = (text: string) => loadTopology([{ file: 'x.yaml', text }]);
    expect(load('sources: [')).toMatchObject({ ok: false, problems: [{ file: 'x.yaml', line: 1 }] });
    expect(load('')).toMatchObject({ ok: false });
    expect(load('a: &a [*a]\n')).toMatchObject({ ok: false });
  });

  it('reports the same code twice where each of them stands', () => {
    const { problems } = after('province', 'code: H35.03', 'code: H35.04');
    expect(problems.map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringContaining('code "H35.04" belongs to two agencies')]));
  });
});

it('an amended topology is another value: nothing of the old one is remembered for it', () => {
  const amended: Topology = { agencies: topology.agencies.filter(({ code }) => code !== 'H35.03') };
  expect(agencyOn(topology, 'H35.03', TODAY)).toBeDefined();
  expect(agencyOn(amended, 'H35.03', TODAY)).toBeUndefined();
});
