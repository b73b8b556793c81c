import { IconBook2, IconBuildingCommunity, IconCalendar, IconChartBar, IconChecks, IconClipboardList, IconClockSearch, IconDoorEnter, IconFolderSearch, IconInbox, IconSchool, IconSearch, IconTool, IconUsers } from '@tabler/icons-react';
import { holdsRole, isKind } from './session';
import type { Session } from './session';

export interface Place {
  readonly to: string;
  readonly vi: string;
  readonly en: string;
  readonly icon: typeof IconInbox;
  /** Who may go there. */
  readonly for: (session: Session | null) => boolean;
  /** In whose menu it stands, where that is not the same. */
  readonly listed?: (session: Session | null) => boolean;
  /** Rendered by the server: a real page change. */
  readonly outside?: true;
}

const everybody = (): boolean => true;
const signedIn = (session: Session | null): boolean => session !== null;
const nobody = (session: Session | null): boolean => session === null;

/** Every place of the portal, in the order of the menu; what is not theirs is not shown. */
export const PLACES: readonly Place[] = [
  { to: '/reception', vi: 'Tiếp nhận', en: 'Reception', icon: IconDoorEnter, for: (s) => holdsRole(s, 'receptionist') },
  { to: '/work', vi: 'Việc của tôi', en: 'My work', icon: IconInbox, for: (s) => isKind(s, 'officer') },
  { to: '/dossiers', vi: 'Hồ sơ', en: 'Dossiers', icon: IconFolderSearch, for: (s) => isKind(s, 'officer', 'supervisor', 'auditor', 'control') },
  { to: '/supervision', vi: 'Giám sát', en: 'Supervision', icon: IconChartBar, for: (s) => isKind(s, 'supervisor', 'control', 'auditor') },
  { to: '/procedures', vi: 'Thủ tục', en: 'Procedures', icon: IconClipboardList, for: everybody },
  { to: '/agencies', vi: 'Cơ quan', en: 'Agencies', icon: IconBuildingCommunity, for: signedIn },
  { to: '/calendar', vi: 'Lịch làm việc', en: 'Calendar', icon: IconCalendar, for: everybody },
  // One's own account is there, too.
  { to: '/people', vi: 'Cán bộ', en: 'People', icon: IconUsers, for: signedIn, listed: (s) => isKind(s, 'administrator', 'supervisor') },
  // Everybody sees what is proposed about themselves.
  { to: '/confirmations', vi: 'Chờ xác nhận', en: 'Second person', icon: IconChecks, for: signedIn, listed: (s) => isKind(s, 'administrator', 'auditor', 'control', 'supervisor') },
  { to: '/operations', vi: 'Vận hành', en: 'Operations', icon: IconTool, for: (s) => isKind(s, 'administrator', 'control') },
  { to: '/training', vi: 'Thực hành', en: 'Training', icon: IconSchool, for: signedIn },
  { to: '/tracking', vi: 'Tra cứu hồ sơ', en: 'Track a dossier', icon: IconSearch, for: everybody, listed: nobody, outside: true },
  { to: '/when-ready', vi: 'Khi nào có kết quả?', en: 'When would it be ready?', icon: IconClockSearch, for: everybody },
  { to: '/public-statistics', vi: 'Số liệu công khai', en: 'Public figures', icon: IconBook2, for: everybody, listed: nobody },
];

export const isAt = (path: string, to: string): boolean => path === to || path.startsWith(`${to}/`);
export const placeAt = (path: string): Place | undefined => PLACES.find(({ to }) => isAt(path, to));
export const menuOf = (session: Session | null): readonly Place[] => PLACES.filter((place) => (place.listed ?? place.for)(session));

/** Where the day of somebody begins. */
export function firstPlace(session: Session): string {
  if (isKind(session, 'officer')) return '/work';
  if (isKind(session, 'auditor')) return '/supervision';
  return isKind(session, 'administrator') ? '/people' : '/procedures';
}
