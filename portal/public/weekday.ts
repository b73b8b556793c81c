import type { Language } from '../app/language';

/** `Thứ Sáu`, `Friday`, in official local time. */
export const weekday = (at: string, language: Language): string => {
  const name = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { timeZone: 'Asia/Ho_Chi_Minh', weekday: 'long' }).format(new Date(at));
  return name.charAt(0).toUpperCase() + name.slice(1);
};
