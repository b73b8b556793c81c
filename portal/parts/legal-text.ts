import type { Language, Text } from '../app/language';

/** Of a citation as the catalogue's files write it, in the words of Vietnamese documents. */
const IN_VIETNAMESE: readonly (readonly [RegExp, string])[] = [
  [/Law on Civil Status/g, 'Luật Hộ tịch'],
  [/Law on Environmental Protection/g, 'Luật Bảo vệ môi trường'],
  [/Law on Investment/g, 'Luật Đầu tư'],
  [/Land Law/g, 'Luật Đất đai'],
  [/\bLaw (?=\d)/g, 'Luật '],
  [/\bDecree(?= \d)/g, 'Nghị định'],
  [/\bDecision(?= \d)/g, 'Quyết định'],
  [/\bCircular(?= \d)/g, 'Thông tư'],
  [/\bResolution(?= \d)/g, 'Nghị quyết'],
  [/\bArt\. (?=\d)/g, 'Điều '],
  [/ of (\d+) November (\d{4})/g, ' ngày $1/11/$2'],
  [/ of Lai Châu/g, ' của tỉnh Lai Châu'],
  [/approved land processes of (.+?) province/g, 'quy trình đất đai đã phê duyệt của tỉnh $1'],
  [/approved process of another province/g, 'quy trình đã phê duyệt của tỉnh khác'],
  [/approved process of (.+?) province/g, 'quy trình đã phê duyệt của tỉnh $1'],
  [/land coordination/g, 'phối hợp về đất đai'],
  [/public design documents?/g, 'tài liệu thiết kế công khai'],
  [/civil-status rules/g, 'quy định về hộ tịch'],
  [/enterprise registration rules/g, 'quy định về đăng ký doanh nghiệp'],
  [/general knowledge of the procedure, unsourced/g, 'hiểu biết chung về thủ tục, chưa có nguồn'],
];

/** Bare marks of sources that stand for something with a name. */
const MARKS: Readonly<Record<string, Text>> = {
  HOL: { vi: 'thông báo nghỉ lễ của Nhà nước', en: 'the State’s notice of holidays' },
  'LC-HOL': { vi: 'thông báo nghỉ lễ của UBND tỉnh Lai Châu', en: 'Lai Châu’s notice of holidays' },
  'LC-QD': { vi: 'các quyết định năm 2025 của UBND tỉnh Lai Châu', en: 'decisions of Lai Châu, 2025' },
  'LC-LAND': { vi: 'Quyết định 88/2025/QĐ-UBND của tỉnh Lai Châu', en: 'Decision 88/2025/QĐ-UBND of Lai Châu' },
  'DOMAIN-7': { vi: 'danh sách cơ quan của tỉnh do dự án tổng hợp', en: 'the list of agencies compiled for this system' },
  ND61: { vi: 'Nghị định 61/2018/NĐ-CP', en: 'Decree 61/2018/NĐ-CP' },
  ND118: { vi: 'Nghị định 118/2025/NĐ-CP', en: 'Decree 118/2025/NĐ-CP' },
  'ND37-2014': { vi: 'Nghị định 37/2014/NĐ-CP', en: 'Decree 37/2014/NĐ-CP' },
  'ND140-2025': { vi: 'Nghị định 140/2025/NĐ-CP', en: 'Decree 140/2025/NĐ-CP' },
  'ND150-2025': { vi: 'Nghị định 150/2025/NĐ-CP', en: 'Decree 150/2025/NĐ-CP' },
  NQ1670: { vi: 'Nghị quyết 1670/NQ-UBTVQH15', en: 'Resolution 1670/NQ-UBTVQH15' },
  LISTS: { vi: 'danh mục xã, phường công khai', en: 'public lists of communes' },
  'ND45-2025': { vi: 'Nghị định 45/2025/NĐ-CP', en: 'Decree 45/2025/NĐ-CP' },
  'ND168-2025': { vi: 'Nghị định 168/2025/NĐ-CP', en: 'Decree 168/2025/NĐ-CP' },
  PRESS: { vi: 'báo chí', en: 'the press' },
  known: { vi: 'hiểu biết chung', en: 'general knowledge' },
  KNOWN: { vi: 'hiểu biết chung', en: 'general knowledge' },
};

/** What a law or a source is called; what has no other name is shown as it is written. */
export function legalText(written: string, language: Language): string {
  const mark = Object.hasOwn(MARKS, written) ? MARKS[written] : undefined;
  if (mark) return mark[language];
  return language === 'vi' ? IN_VIETNAMESE.reduce((text, [english, vietnamese]) => text.replace(english, vietnamese), written) : written;
}
