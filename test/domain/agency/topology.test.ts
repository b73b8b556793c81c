import { ancestorsOf } from '../../../domain/agency/ancestors-of';
import { checkTopology } from '../../../domain/agency/check-topology';
import { committeeAt, places, placesServedBy } from '../../../domain/agency/committee';
import { standardPosts } from '../../../domain/agency/standard-posts';
import { agencyOn, childrenOf, existsOn } from '../../../domain/agency/topology';
import { treeOn } from '../../../domain/agency/tree-on';
import { unitsOffering } from '../../../domain/agency/units-offering';
import { AFTER, agency, BEFORE, smallProvince } from './small-province';

const codes = (agencies: readonly { code: string }[]) => agencies.map(({ code }) => code);

describe('an agency in time', () => {
  it('exists from its first day until the day before its end', () => {
    const district = agency('H99.41', { validFrom: '2020-01-01', validTo: '2025-07-01' });
    expect(['2019-12-31', '2020-01-01', '2025-06-30', '2025-07-01'].map((date) => existsOn(district, date))).toEqual([false, true, true, false]);
  });

  it('keeps its code through a merger and plays what it plays on the date', () => {
    expect(agencyOn(smallProvince, 'H99.03', '2025-02-28')?.plays).toEqual(['dept-home-affairs']);
    expect(agencyOn(smallProvince, 'H99.03', '2025-03-01')?.plays).toEqual(['dept-home-affairs', 'dept-labour']);
    expect(agencyOn(smallProvince, 'H99.02', '2025-03-01')).toBeUndefined();
    expect(agencyOn(smallProvince, 'toString', AFTER)).toBeUndefined();
  });
});

describe('the tree of a date', () => {
  it('leads from a commune unit to the province, over the district while there is one', () => {
    expect(codes(ancestorsOf(smallProvince, 'H99.41.01.01', BEFORE))).toEqual(['H99.41.01', 'H99.41', 'H99']);
    expect(codes(ancestorsOf(smallProvince, 'H99.201.01', AFTER))).toEqual(['H99.201', 'H99']);
    expect(ancestorsOf(smallProvince, 'H99.41.01', AFTER)).toEqual([]);
  });

  it('has one root and holds every agency of the date once', () => {
    const [root, ...others] = treeOn(smallProvince, AFTER);
    expect(others).toEqual([]);
    expect(root?.agency.code).toBe('H99');
    expect(root?.children.map((child) => child.agency.code)).toEqual(['H99.01', 'H99.03', 'H99.201', 'H99.202'].sort());
    expect(codes(childrenOf(smallProvince, 'H99.01', AFTER))).toEqual(['H99.01.01']);
  });

  it('ends where a faulty catalogue goes round in a circle', () => {
    const circle = { agencies: [agency('H99.01', { parent: 'H99.02' }), agency('H99.02', { parent: 'H99.01' })] };
    expect(codes(ancestorsOf(circle, 'H99.01', AFTER))).toEqual(['H99.02']);
  });
});

describe('places', () => {
  it('are the committees of the lowest tier of the date', () => {
    expect(codes(places(smallProvince, BEFORE))).toEqual(['H99.41.01', 'H99.41.02']);
    expect(codes(places(smallProvince, AFTER))).toEqual(['H99.201', 'H99.202']);
    expect(places({ agencies: [] }, AFTER)).toEqual([]);
  });

  it('of a unit are those it covers, everywhere for the provincial centre', () => {
    expect(codes(placesServedBy(smallProvince, 'H99.201.01', AFTER))).toEqual(['H99.201']);
    expect(codes(placesServedBy(smallProvince, 'H99.01.01', AFTER))).toEqual(['H99.201', 'H99.202']);
    expect(committeeAt(smallProvince, 'H99.01.01', AFTER)?.code).toBe('H99');
  });
});

it('a procedure is offered at the units of the tiers it names', () => {
  const at = (tiers: readonly ('province' | 'commune')[]) => codes(unitsOffering(smallProvince, { role: 'one-stop-unit', tiers }, AFTER));
  expect(at(['commune'])).toEqual(['H99.201.01', 'H99.202.01']);
  expect(at(['province', 'commune'])).toHaveLength(3);
  expect(at([])).toEqual([]);
});

describe('standard posts', () => {
  const posts = (...plays: string[]) => standardPosts(agency('H99.01', { plays, tier: 'commune' }));

  it('of a window are its receptionists and its leader, with procedure control in the provincial centre', () => {
    expect(posts('one-stop-unit')).toEqual(['receptionist', 'leader']);
    expect(standardPosts(agency('H99.01', { plays: ['one-stop-unit'] }))).toEqual(['receptionist', 'leader', 'procedure-control']);
  });

  it('of a division stop short of clerk and accountant, which the committee has', () => {
    expect(posts('commune-social')).toEqual(['specialist', 'division-head', 'leader']);
    expect(posts('commune-committee')).toEqual(['specialist', 'division-head', 'leader', 'clerk', 'accountant']);
  });

  it('of an agency whose role nobody foresaw are a whole body’s', () => {
    expect(posts('dept-of-the-future')).toEqual(posts('commune-committee'));
  });
});

describe('a topology that cannot be', () => {
  const problems = (...agencies: ReturnType<typeof agency>[]) => checkTopology({ agencies: [agency('H99'), ...agencies] }).map(({ refusal }) => refusal.code);

  it('is none of these: the small province', () => expect(checkTopology(smallProvince)).toEqual([]));
  it('has one code for two agencies', () => expect(problems(agency('H99.01'), agency('H99.01', { validFrom: '2021-01-01' }))).toContain('AGENCY_CODE_TWICE'));
  it('has an agency outside the life of its parent', () => {
    const parent = agency('H99.01', { validTo: '2025-07-01' });
    expect(problems(parent, agency('H99.02', { parent: 'H99.01' }))).toEqual(['AGENCY_OUTSIDE_PARENT']);
    expect(problems(parent, agency('H99.02', { parent: 'H99.01', validTo: '2025-07-01' }))).toEqual([]);
    expect(problems(agency('H99.02', { parent: 'H99.77' }))).toEqual(['AGENCY_OUTSIDE_PARENT']);
  });
  it('has an agency that covers nothing known', () => expect(problems(agency('H99.02', { covers: ['H98'] }))).toEqual(['AGENCY_COVERS_UNKNOWN']));
  it('has an agency that ends before it begins', () => expect(problems(agency('H99.02', { validTo: '2019-01-01' }))).toContain('AGENCY_PERIOD_EMPTY'));
  it('names a successor that is not there on the day it is needed', () => {
    const late = agency('H99.03', { validFrom: '2025-08-01' });
    expect(problems(late, agency('H99.02', { validTo: '2025-07-01', successors: ['H99.03'] }))).toEqual(['AGENCY_SUCCESSOR_MISSING']);
  });
});
