import { actFields } from '../../cli/input/act-fields';
import { facts, pairs } from '../../cli/input/pairs';
import { applicantOf, parsePersonId } from '../../cli/input/people-fields';
import { describeEvent } from '../../gateway/describe-event';
import { disorderOf } from '../../gateway/publish-procedure';
import { plain } from '../../cli/render/table';
import type { Procedure } from '../../domain/procedure/procedure';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { refusal: { code: string } }).refusal.code;
  }
  return 'ok';
};

describe('what is typed', () => {
  it('reads numbers, true and false as facts, and leaves what only looks like a number', () => {
    expect(facts(['area=120.5', 'urgent=true', 'number=0012', 'quoted="7"', 'empty='])).toEqual({ area: 120.5, urgent: true, number: '0012', quoted: '7', empty: '' });
    expect(facts(['grade=1'], new Set(['grade']))).toEqual({ grade: '1' });
  });

  it('refuses a pair without a name', () => {
    expect(codeOf(() => pairs(['=x'], 'fact'))).toBe('PAIR_INVALID');
    expect(codeOf(() => pairs(['x'], 'fact'))).toBe('PAIR_INVALID');
  });

  it('refuses a name with two values, and takes the same pair twice', () => {
    expect(codeOf(() => pairs(['a=1', 'a=2'], 'fact'))).toBe('PAIR_TWICE');
    expect(pairs(['a=1', 'a=1'], 'fact')).toEqual({ a: '1' });
  });

  it('keeps names in NFC and refuses control characters', () => {
    expect(applicantOf({ applicantName: 'Lò Văn Páo'.normalize('NFD') })[0]!.name).toBe('Lò Văn Páo');
    expect(codeOf(() => applicantOf({ applicantName: 'a\u0000b' }))).toBe('TEXT_CONTROL_CHARACTERS');
    expect(codeOf(() => applicantOf({ phone: '0987' }))).toBe('FIELD_INVALID');
    expect(applicantOf({})).toEqual([]);
  });

  it('does not let a person be called like a post, a partner or the applicant', () => {
    expect(parsePersonId('lan.nt')).toBe('lan.nt');
    for (const id of ['applicant', 'partner:tax', 'receptionist@H35.01', '', '-x']) expect(codeOf(() => parsePersonId(id))).toBe('FIELD_INVALID');
  });

  it('lets the more particular option win over --data-json', () => {
    expect(actFields({ dataJson: '{"outcome":"done","taskId":"a#1"}', outcome: 'refused', field: ['version=3'] })).toEqual({ outcome: 'refused', taskId: 'a#1', version: 3 });
    expect(codeOf(() => actFields({ dataJson: '[1]' }))).toBe('JSON_INVALID');
  });

  it('publishes versions in order, and never the same one with another text', () => {
    const version = (n: number, from: string, result = 'x') => ({ code: '9.1', version: n, effectiveFrom: from, result: { vi: result, en: result } }) as Procedure;
    const known = [{ procedure: version(1, '2026-01-01'), from: '2026-01-01', to: null }];
    expect(disorderOf(version(1, '2026-01-01'), known)).toBeUndefined();
    expect(disorderOf(version(1, '2026-01-01', 'y'), known)?.code).toBe('PROCEDURE_VERSION_PUBLISHED');
    expect(disorderOf(version(2, '2026-01-01'), known)?.code).toBe('PROCEDURE_VERSION_DISORDERED');
    expect(disorderOf(version(2, '2026-06-01'), known)).toBeUndefined();
  });

  it('shows stored text unchanged but for what would move the cursor', () => {
    expect(plain("<b>x</b>'; drop table y")).toBe("<b>x</b>'; drop table y");
    expect(plain('\u001b[2Jx')).toBe('\\u001b[2Jx');
  });

  it('describes an event in both languages', () => {
    expect(describeEvent({ type: 'StepCompleted', taskId: 'examine#1', outcome: 'done', facts: {}, note: null })).toEqual({ en: 'examine#1 completed: done', vi: 'hoàn thành examine#1: done' });
  });
});
