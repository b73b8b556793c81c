/**
 * The form under which a name is found, however it was typed: without diacritics, in lower case, single spaces.
 * `Lò Thị Đào` and `lo  thi dao` both give `lo thi dao`. The letter đ is no decomposable character and is named here.
 */
export const foldName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
