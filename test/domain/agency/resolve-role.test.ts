import { escalationChain } from '../../../domain/agency/escalation-chain';
import { resolveRole } from '../../../domain/agency/resolve-role';
import { successorOf } from '../../../domain/agency/successor-of';
import { messageOf } from '../../../domain/errors';
import type { Result } from '../../../domain/result';
import { AFTER, agency, BEFORE, smallProvince } from './small-province';

const codeOf = (result: Result<{ code: string }>) => (result.ok ? result.value.code : result.refusal.code);
const resolve = (role: string, place: string, date: string, receivingUnit = 'H99.01.01') =>
  resolveRole(smallProvince, role, { receivingUnit, place, date });

describe('a role', () => {
  it('"receiving-unit" is the unit that received the dossier, wherever the applicant lives', () => {
    expect(codeOf(resolve('receiving-unit', 'H99.201', AFTER, 'H99.202.01'))).toBe('H99.202.01');
    expect(codeOf(resolve('receiving-unit', 'H99.201', AFTER, 'H99.41.01.01'))).toBe('AGENCY_UNKNOWN');
  });

  it('goes to the narrowest agency that covers the place', () => {
    expect(codeOf(resolve('land-office', 'H99.41.01', BEFORE))).toBe('H99.41.95');
    expect(codeOf(resolve('land-office', 'H99.201', AFTER))).toBe('H99.51');
    expect(codeOf(resolve('one-stop-unit', 'H99.41.02', BEFORE))).toBe('H99.41.02.01');
    expect(codeOf(resolve('dept-labour', 'H99.41.02', BEFORE))).toBe('H99.02');
    expect(codeOf(resolve('dept-labour', 'H99.202', AFTER))).toBe('H99.03');
  });

  it('that nobody plays is refused with role, place, date and the way out', () => {
    const none = resolve('district-committee', 'H99.201', AFTER);
    expect(codeOf(none as Result<{ code: string }>)).toBe('AGENCY_ROLE_UNRESOLVED');
    const message = none.ok ? '' : messageOf(none.refusal);
    for (const part of ['district-committee', 'H99.201', AFTER, 'add an agency']) expect(message).toContain(part);
    expect(none.ok ? '' : messageOf(none.refusal, 'vi')).toContain('hãy bổ sung');
  });

  it('that two equally narrow agencies play is refused, naming both', () => {
    const twice = { agencies: [...smallProvince.agencies, agency('H99.77', { parent: 'H99', plays: ['land-office'] })] };
    const result = resolveRole(twice, 'land-office', { receivingUnit: 'H99.01.01', place: 'H99.201', date: AFTER });
    expect(result.ok ? '' : messageOf(result.refusal)).toContain('H99.51, H99.77');
  });

  it('at a place that no longer exists is refused: first its successor must be found', () => {
    expect(codeOf(resolve('land-office', 'H99.41.01', AFTER))).toBe('AGENCY_UNKNOWN');
  });
});

describe('escalation', () => {
  const chain = (code: string, date: string) => {
    const result = escalationChain(smallProvince, code, date);
    return result.ok ? Object.values(result.value).map((addressee) => addressee.agency) : [result.refusal.code];
  };

  it('of a commune unit goes to its head, the commune, its chairman and procedure control', () => {
    expect(chain('H99.201.01', AFTER)).toEqual(['H99.201.01', 'H99.201', 'H99.201', 'H99.01']);
    expect(chain('H99.41.01.01', BEFORE)).toEqual(['H99.41.01.01', 'H99.41.01', 'H99.41.01', 'H99.01']);
  });

  it('of a department goes to its own director and then to the chairman of the province', () => {
    expect(chain('H99.03', AFTER)).toEqual(['H99.03', 'H99.03', 'H99', 'H99.01']);
  });

  it('of an office inside a department goes to the director of the department', () => {
    expect(chain('H99.51', AFTER)).toEqual(['H99.51', 'H99.03', 'H99', 'H99.01']);
  });

  it('of a commune committee goes one committee up', () => {
    expect(chain('H99.41.01', BEFORE)).toEqual(['H99.41.01', 'H99.41.01', 'H99.41', 'H99.01']);
    expect(chain('H99.201', AFTER)).toEqual(['H99.201', 'H99.201', 'H99', 'H99.01']);
  });

  it('of the province has nobody above it, and of an unknown agency is refused', () => {
    expect(chain('H99', AFTER)).toEqual(['H99', 'H99', 'H99', 'H99.01']);
    expect(chain('H99.41', AFTER)).toEqual(['AGENCY_UNKNOWN']);
  });

  it('names titles, not people', () => {
    const result = escalationChain(smallProvince, 'H99.03', AFTER);
    expect(result.ok && result.value['unit-head'].title.en).toBe('Head of H99.03');
  });
});

describe('a successor', () => {
  const successor = (code: string, date: string) => {
    const result = successorOf(smallProvince, code, date);
    return result.ok ? result.value : result.refusal.code;
  };

  it('is the agency itself while it exists', () => expect(successor('H99.41', BEFORE)).toBe('H99.41'));
  it('is found through the years', () => {
    expect(successor('H99.02', AFTER)).toBe('H99.03');
    expect(successor('H99.41.01', AFTER)).toBe('H99.201');
  });
  it('of a district is for a person to choose among the communes (Decree 140/2025 Art. 32)', () => {
    expect(successor('H99.41', AFTER)).toBe('AGENCY_SUCCESSOR_AMBIGUOUS');
    const result = successorOf(smallProvince, 'H99.41', AFTER);
    expect(result.ok ? '' : messageOf(result.refusal)).toContain('H99.201, H99.202');
  });
  it('that the catalogue does not name is asked for', () => expect(successor('H99.41.02', AFTER)).toBe('AGENCY_SUCCESSOR_UNKNOWN'));
  it('of an agency that never was, or is not yet, is refused', () => {
    expect(successor('H99.99', AFTER)).toBe('AGENCY_UNKNOWN');
    expect(successor('H99.201', BEFORE)).toBe('AGENCY_UNKNOWN');
  });
  it('is looked for once round a circle', () => {
    const circle = {
      agencies: [agency('H99.01', { validTo: '2021-01-01', successors: ['H99.02'] }), agency('H99.02', { validTo: '2022-01-01', successors: ['H99.01'] })],
    };
    const result = successorOf(circle, 'H99.01', AFTER);
    expect(result.ok ? '' : result.refusal.code).toBe('AGENCY_SUCCESSOR_UNKNOWN');
  });
});
