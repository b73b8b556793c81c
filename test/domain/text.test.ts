import { saysSomething } from '../../domain/text';

describe('a text that says something', () => {
  it.each(['Thiếu giấy tờ', 'ok', '7', 'Ơ', 'ꤊ', '  có  '])('"%s"', (text) => {
    expect(saysSomething(text)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \t\n\u00a0\u3000'],
    ['signs', '.-…—?!'],
    ['zero width', '\u200b\u200c\u200d\u2060\ufeff'],
    ['soft hyphen and joiner', '\u00ad\u034f'],
    ['fillers that are letters', '\u3164\u115f\u1160\uffa0'],
    ['blank braille', '\u2800'],
  ])('is not %s', (_, text) => {
    expect(saysSomething(text)).toBe(false);
  });
});
