import { ENGINE_PARTS, WITHOUT_NAME, whyNoPersonId } from '../../domain/person-id';

const codeOf = (person: string): string | undefined => whyNoPersonId(person, 'id')?.code;

test('a new name is letters, digits and ._- of ASCII', () => {
  for (const person of ['lan.nt', 'a', 'Chu_Ga-2', '7b', 'x'.repeat(100)]) expect(codeOf(person)).toBeUndefined();
  const unfit = [
    '',
    '-x',
    '.x',
    'x'.repeat(101),
    'páo',
    'admin\u0430',
    'a b',
    'partner:tax',
    'receptionist@H35.01',
    'os:root',
  ];
  for (const person of unfit) expect([person, codeOf(person)]).toEqual([person, 'PERSON_ID_INVALID']);
});

test('whoever reads a log takes nobody for a part of the engine', () => {
  const reserved = [...Object.values(ENGINE_PARTS), ...Object.values(WITHOUT_NAME), 'engine', 'client', 'partner'];
  for (const person of reserved) expect([person, codeOf(person)]).toEqual([person, 'PERSON_ID_RESERVED']);
  expect(codeOf('Command-Relay')).toBe('PERSON_ID_RESERVED');
});
