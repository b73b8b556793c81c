/** One SMS in the GSM-7 alphabet. */
export const SMS_LENGTH = 160;

const REPLACED: Readonly<Record<string, string>> = {
  ...{ 'đ': 'd', 'Đ': 'D', '–': '-', '—': '-', '…': '...', '“': '"', '”': '"', '‘': "'", '’': "'" },
  ...{ '[': '(', ']': ')', '{': '(', '}': ')' },
};

/** Vietnamese as it is written in an SMS: without diacritics, and with nothing that GSM-7 lacks or counts twice. */
export const withoutDiacritics = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|[[\]{}]/gu, (letter) => REPLACED[letter] ?? ' ')
    .replace(/[\\^`|~]/g, '-')
    .replace(/ +/g, ' ')
    .trim();

/** The first sentence, and of the others those that still fit, in their order. */
export const smsOf = (sentences: readonly string[]): string =>
  sentences.map(withoutDiacritics).reduce((text, sentence) => {
    const longer = text === '' ? sentence : `${text} ${sentence}`;
    return longer.length <= SMS_LENGTH ? longer : text;
  }, '');

/** Zalo carries diacritics, and more than 160 letters. */
export const zaloOf = (sentences: readonly string[]): string => sentences.join(' ');
