import { given } from './given';
import { landTransfer, threeLevels } from './procedures';

const fee = { fee: 'fee', name: { vi: 'Lệ phí', en: 'Fee' }, amount: 50_000, when: 'after' } as const;
const paying = { ...landTransfer, fees: [fee] };
const own = { ...paying, partners: { payment: ['vietqr'], tax: ['thue-lai-chau'] } };

/** A dossier whose owner owes a tax: its notice can be issued and settled. */
const owing = (procedure: typeof paying, rules?: number) =>
  given(procedure, {}, rules).accepted('2026-03-02T08:30').does('complete', { task: 'examine' });

describe("a partner's system does what it is named for", () => {
  it('takes payments as the payment platform, and issues notices as the tax office', () => {
    owing(paying).by('partner:payment').does('pay-fee');
    owing(paying).by('partner:tax').does('issue-notice', { task: 'tax' });
    owing(paying).by('partner:tax').does('settle-obligation');
    owing(paying).by('partner:payment').does('settle-obligation');
  });

  it.each(['sms-gateway', 'tax', 'any', 'land-registry', ''])('and "%s" pays no fee', (system) => {
    expect(owing(paying).by(`partner:${system}`).refused('pay-fee')).toBe('ACT_NOT_BY_ACTOR');
  });

  it.each(['issue-notice', 'return-slip'] as const)('and the payment platform does no "%s"', (act) => {
    expect(owing(paying).by('partner:payment').refused(act, { task: 'tax' })).toBe('ACT_NOT_BY_ACTOR');
  });

  it.each(['sms-gateway', 'vneid'])('and "%s" neither settles nor attaches', (system) => {
    expect(owing(paying).by(`partner:${system}`).refused('settle-obligation')).toBe('ACT_NOT_BY_ACTOR');
    expect(owing(paying).by(`partner:${system}`).refused('attach-document')).toBe('ACT_NOT_BY_ACTOR');
  });

  it('where a procedure names its own, the usual ones are strangers', () => {
    owing(own).by('partner:vietqr').does('pay-fee');
    owing(own).by('partner:thue-lai-chau').does('issue-notice', { task: 'tax' });
    expect(owing(own).by('partner:payment').refused('pay-fee')).toBe('ACT_NOT_BY_ACTOR');
    expect(owing(own).by('partner:tax').refused('issue-notice', { task: 'tax' })).toBe('ACT_NOT_BY_ACTOR');
  });

  it('and no partner attaches to a dossier under a procedure that has nothing for it to do', () => {
    const free = given({ ...threeLevels, fees: [] }).accepted('2026-03-02T08:30');
    for (const system of ['tax', 'payment']) {
      expect(free.by(`partner:${system}`).refused('attach-document')).toBe('ACT_NOT_BY_ACTOR');
    }
  });

  it('under rules 1 stays what it was', () => {
    owing(paying, 1).by('partner:sms-gateway').does('pay-fee');
  });
});
