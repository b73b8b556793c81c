import { parseChaosArguments } from '../../chaos/chaos-arguments';

describe('the arguments of npm run chaos', () => {
  it('has a run of ten minutes for nothing said', () => {
    expect(parseChaosArguments([])).toMatchObject({
      mode: 'faults',
      seed: 1,
      minutes: 10,
      clients: 8,
      outside: false,
    });
  });

  it('takes a seed, a length, clients, faults and kinds', () => {
    const args = [
      '--seed',
      '9',
      '--minutes',
      '6',
      '--clients',
      '4',
      '--faults',
      '12',
      '--only',
      'kill-temporal,kill-api',
    ];
    expect(parseChaosArguments(args)).toMatchObject({
      seed: 9,
      minutes: 6,
      clients: 4,
      faults: 12,
      only: ['kill-temporal', 'kill-api'],
    });
  });

  it('lets the stores run outside where their lines are to be cut', () => {
    expect(parseChaosArguments(['--only', 'cut-postgres'])).toMatchObject({ outside: true });
  });

  it('takes a disaster and by how many acts a store is put back', () => {
    expect(parseChaosArguments(['--disaster', 'postgres-older', '--by', '100'])).toMatchObject({
      mode: 'disaster',
      disaster: 'postgres-older',
      by: 100,
    });
  });

  it.each([
    [['--minutes', '0'], '"--minutes 0": give a whole number from 1 to 1440'],
    [['--seed', 'x'], '"--seed x": give a whole number'],
    [['--seed'], '"--seed ": give a whole number'],
    [['--only', 'kill-mars'], '"--only kill-mars" is no kind of fault; there are kill-launcher'],
    [['--disaster', 'flood'], '"--disaster flood": give one of wipe-temporal'],
    [['--fast'], '"--fast" is no argument of npm run chaos'],
  ])('refuses %j with what is wrong and what may be given', (args, message) => {
    expect(parseChaosArguments(args)).toContain(message);
  });
});
