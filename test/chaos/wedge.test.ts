import { WEDGED_MS, Wedge } from '../../chaos/clients/wedge';
import { heard } from './histories';

const after = (ms: number): number => ms + WEDGED_MS + 1;

describe('a wedged act', () => {
  it('is one that our own fault answers for 40 seconds', () => {
    const wedge = new Wedge();
    wedge.hear(heard({ status: 500, began: 0 }), 0);
    expect(wedge.isWedged(WEDGED_MS)).toBe(false);
    expect(wedge.isWedged(after(0))).toBe(true);
  });

  it('is none while everybody waits', () => {
    const wedge = new Wedge();
    wedge.hear(heard({ status: 503, code: 'UNAVAILABLE', began: 20_000 }), 1_000);
    expect(wedge.isWedged(after(20_000))).toBe(false);
  });

  it('is one that must try again later while others go through', () => {
    const wedge = new Wedge();
    wedge.hear(heard({ status: 503, code: 'OUTCOME_UNKNOWN', began: 20_000 }), 19_000);
    expect(wedge.isWedged(after(20_000))).toBe(true);
  });

  it('is none while the parts were down in between', () => {
    const wedge = new Wedge();
    wedge.hear(heard({ status: 503, code: 'UNAVAILABLE', began: 0 }), 0);
    wedge.hear(heard({ status: 0, error: 'ECONNREFUSED', began: 30_000 }), 0);
    wedge.hear(heard({ status: 503, code: 'UNAVAILABLE', began: 50_000 }), 50_000);
    expect(wedge.isWedged(60_000)).toBe(false);
  });

  it('is one all the same where a fault of ours comes back after that', () => {
    const wedge = new Wedge();
    wedge.hear(heard({ status: 500, began: 0 }), 0);
    wedge.hear(heard({ status: 0, error: 'ECONNREFUSED', began: 30_000 }), 0);
    expect(wedge.isWedged(after(0))).toBe(true);
  });
});
