import { lostIn } from '../../chaos/disasters/lost';

const ID = '0b5a3f0e-6a1c-5d0b-9d5e-1c2d3e4f5a6b';

describe('what recovery names as lost', () => {
  it.each([
    ['a list of ids', { recovered: 3, lost: [ID] }],
    ['a list of objects', { lost: [{ dossierId: ID, lastEvent: 4, person: 'lan.nt' }] }],
  ])('is read from %s', (_, report) => {
    expect([...lostIn(`some progress\n${JSON.stringify(report)}\n`)]).toEqual([ID]);
  });

  it('is nothing where the report names nothing, or is none', () => {
    expect(lostIn(JSON.stringify({ recovered: [ID], lost: [] })).size).toBe(0);
    expect(lostIn(`error: ${ID}`).size).toBe(0);
  });
});
