import fc from 'fast-check';
import { findAgency } from '../../../domain/agency/find-agency';
import { fold } from '../../../domain/fold';
import { AFTER, smallProvince } from './small-province';

describe('folding', () => {
  it.each([
    ['Đoàn Kết', 'doan ket'],
    ['ĐOÀN  KẾT', 'doan ket'],
    [' Nậm\tMạ ', 'nam ma'],
    ['Ủy ban', 'uy ban'],
    ['Ưu tiên', 'uu tien'],
    ['Sở Y tế', 'so y te'],
    ['Than Uyên'.normalize('NFD'), 'than uyen'],
    ['H35.201', 'h35.201'],
    ['', ''],
  ])('%j is found as %j', (text, folded) => expect(fold(text)).toBe(folded));

  it('treats composed and decomposed text alike, and folding twice like once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFC'))).toBe(fold(text.normalize('NFD')));
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('finding an agency', () => {
  const find = (words: string, date = AFTER) => findAgency(smallProvince, words, date).map(({ code }) => code);

  it('takes words with or without diacritics, in any order and begun only', () => {
    for (const words of ['Đoàn Kết', 'doan ket', 'KET đoàn', 'phường doan k', 'Đoàn Kết'.normalize('NFD')]) expect(find(words)).toContain('H99.201');
  });
  it('takes a code or its beginning', () => expect(find('h99.201.01')).toEqual(['H99.201.01']));
  it('answers with what exists on the date', () => {
    expect(find('doan ket', '2022-03-01')).toEqual(['H99.41.01', 'H99.41.01.01']);
    expect(find('doan ket nam ma')).toEqual([]);
  });
  it('answers nothing to no words, and to what only looks like a pattern', () => {
    expect(find('  ')).toEqual([]);
    expect(find('.*')).toEqual([]);
    expect(find("' or 1=1 --")).toEqual([]);
  });
});
