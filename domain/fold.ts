/**
 * The form in which names are compared: without diacritics, in lower case, single spaces. `Đoàn Kết`, `ĐOÀN KẾT` and `doan ket` are one, whether
 * typed composed (NFC) or decomposed (NFD). Đ is a letter of its own, which decomposition leaves alone.
 */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
