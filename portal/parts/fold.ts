/** Text as people type it in a hurry: small letters, no diacritics. `Đăng ký` and `dang ky` are the same. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();

/** Whether every word asked for occurs. */
export const matches = (text: string, asked: string): boolean => {
  const folded = fold(text);
  return fold(asked)
    .split(/\s+/)
    .every((word) => folded.includes(word));
};
