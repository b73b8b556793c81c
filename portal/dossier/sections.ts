import type { Text } from '../app/language';

/** Parts of the page, in the order in which they stand; each can be jumped to by its name in the address. */
export const SECTIONS = {
  acts: { vi: 'Việc phải làm bây giờ', en: 'What has to be done now' },
  route: { vi: 'Đường đi của hồ sơ', en: 'Its way through the agencies' },
  clock: { vi: 'Cách tính ngày hẹn trả', en: 'Why it is due then' },
  declared: { vi: 'Thông tin kê khai', en: 'Declared answers' },
  documents: { vi: 'Giấy tờ và tệp đính kèm', en: 'Documents and files' },
  history: { vi: 'Lịch sử hồ sơ', en: 'What happened' },
  complaints: { vi: 'Phản ánh, kiến nghị', en: 'Complaints' },
} as const satisfies Readonly<Record<string, Text>>;

export type SectionId = keyof typeof SECTIONS;
