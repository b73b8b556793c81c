import { given } from './given';
import { procedure, step } from './procedures';

describe('the fee owed', () => {
  const registered = (amount: number, amountOnline?: number) =>
    procedure([step('examine', 'commune-committee')], {
      fees: [{ fee: 'fee', name: { vi: 'Lệ phí', en: 'Fee' }, amount, when: 'before', ...(amountOnline === undefined ? {} : { amountOnline }) }],
    });
  const owed = (channel: string, ...amounts: [number, number?]) => given(registered(...amounts)).does('submit', { channel }).state.money.fee;

  it('is that of the channel the dossier came by', () => {
    expect(owed('online', 50_000, 0)).toBe('none');
    expect(owed('counter', 50_000, 0)).toBe('owed');
    expect(owed('online', 135_000, 115_000)).toBe('owed');
    expect(owed('online', 50_000)).toBe('owed');
  });
});
