import { parseActFields, parseCommandId } from '../../contracts/act-request';
import { messageOf } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';

const refusalOf = (act: string, fields: unknown): Refusal => {
  const parsed = parseActFields(act, fields);
  if (parsed.ok) throw new Error('accepted');
  return parsed.refusal;
};

describe('the fields of an act', () => {
  it('names a field the act does not take, and those it takes', () => {
    expect(refusalOf('complete', { reason: 'x' })).toMatchObject({ code: 'FIELD_UNKNOWN', field: 'reason' });
    expect(messageOf(refusalOf('complete', { reason: 'x' }))).toBe('"reason" is no field of this act; leave it out, the act takes: taskId, version, outcome, facts, note, ground, appeal');
    expect(messageOf(refusalOf('accept', { note: 'x' }), 'vi')).toBe('"note" không phải trường của thao tác này; hãy bỏ đi, thao tác nhận: exceptions');
  });

  it('lists what a choice may be, also when nothing was given', () => {
    for (const fields of [{}, { way: 'pigeon' }]) {
      expect(refusalOf('return-result', fields)).toMatchObject({ code: 'FIELD_CHOICE', field: 'way' });
      expect(messageOf(refusalOf('return-result', fields), 'vi')).toBe('"way" phải là một trong: counter, post, electronic');
    }
  });

  it('names a field that is missing, too long, empty or of the wrong type', () => {
    expect(messageOf(refusalOf('request-supplement', {}))).toBe('"items" is missing; the act needs it');
    expect(messageOf(refusalOf('issue-notice', { reference: '' }))).toBe('"reference" has 0 characters or entries; give 1 to 200');
    expect(messageOf(refusalOf('issue-notice', { reference: 'x'.repeat(201) }))).toBe('"reference" has 201 characters or entries; give 1 to 200');
    expect(messageOf(refusalOf('complete', { taskId: 3 }))).toBe('"taskId" is of another type; write it as string');
  });

  it('speaks Vietnamese where the sentence is made at the edge', () => {
    const parsed = parseCommandId('two words');
    expect(parsed.ok ? '' : messageOf(parsed.refusal, 'vi')).toContain('chữ cái');
  });
});
