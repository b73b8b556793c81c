import type { OfficerRole } from '../../domain/agency/agency';
import { agencyOn, versionsOf } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import { formatInstant, localDateOf } from '../../domain/calendar/local-time';
import type { Instant } from '../../domain/calendar/calendar';
import type { Text } from '../../domain/text';

const ROLES: Record<OfficerRole, Text> = {
  receptionist: { vi: 'Cán bộ tiếp nhận', en: 'receptionist' },
  specialist: { vi: 'Chuyên viên', en: 'specialist' },
  'division-head': { vi: 'Trưởng phòng', en: 'head of division' },
  leader: { vi: 'Lãnh đạo', en: 'leader' },
  clerk: { vi: 'Văn thư', en: 'clerk' },
  accountant: { vi: 'Kế toán', en: 'accountant' },
  'procedure-control': { vi: 'Kiểm soát thủ tục hành chính', en: 'procedure control' },
};

interface Post {
  readonly role: OfficerRole;
  readonly agency: string;
}

/** A post as people call it, with its code. */
export function postWords(topology: Topology | undefined, { role, agency }: Post, at: Instant): Text {
  const found = topology && (agencyOn(topology, agency, localDateOf(at)) ?? versionsOf(topology, agency).at(-1));
  const post = `${role}@${agency}`;
  return {
    vi: `${ROLES[role].vi}, ${found?.name.vi ?? agency} (${post})`,
    en: `${ROLES[role].en}, ${found?.name.en ?? agency} (${post})`,
  };
}

/** From when to when. */
export function spanWords(from: Instant, to: Instant | null): Text {
  const [begins, ends] = [formatInstant(from), to === null ? null : formatInstant(to)];
  return {
    vi: `từ ${begins} ${ends === null ? 'không thời hạn' : `đến ${ends}`}`,
    en: `from ${begins} ${ends === null ? 'without an end' : `until ${ends}`}`,
  };
}

const LABELS: Readonly<Record<string, Text>> = {
  name: { vi: 'họ tên', en: 'the name' },
  account: { vi: 'tài khoản (mật khẩu, định danh, khóa)', en: 'the account (password, identity, lock)' },
  disabled: { vi: 'trạng thái khóa tài khoản', en: 'whether the account is disabled' },
  posts: { vi: 'các vị trí tại cơ quan đó', en: 'the posts at that agency' },
  posting: { vi: 'vị trí này', en: 'this post' },
  standsInFor: { vi: 'vị trí của người được thay', en: 'the post of who is stood in for' },
  grants: { vi: 'các quyền đang có', en: 'the grants held' },
  factors: { vi: 'các lớp xác thực thứ hai', en: 'the second factors' },
  client: { vi: 'hệ thống này', en: 'this system' },
  calendar: { vi: 'phiên bản lịch', en: "the calendar's version" },
  versions: { vi: 'các phiên bản thủ tục', en: "the procedure's versions" },
  agencies: { vi: 'phiên bản danh mục cơ quan', en: "the agencies' version" },
};

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(String).join(', ') || '–';
  return value === null || value === undefined ? '–' : String(value);
};

/** What differs of what was decided on, or undefined. */
export function changedWords(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): Text | undefined {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changed = keys.filter((key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(now[key] ?? null));
  if (changed.length === 0) return undefined;
  const said = (language: 'vi' | 'en'): string =>
    changed.map((key) => `${LABELS[key]?.[language] ?? key} (${shown(before[key])} → ${shown(now[key])})`).join('; ');
  return { vi: said('vi'), en: said('en') };
}
