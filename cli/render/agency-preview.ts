import type { AgencyChange, AgencyChangeKind } from '../../domain/agency/compare-topologies';
import { messageOf } from '../../domain/errors';
import type { Text } from '../../domain/text';
import type { AgencyPreview, ConcernedAgency } from '../../gateway/change-agencies';
import type { Context } from '../context';
import { refusalJson } from '../report-error';

const KINDS: Readonly<Record<AgencyChangeKind, Text>> = {
  added: { en: 'is added', vi: 'được bổ sung' },
  removed: { en: 'is left out', vi: 'bị bỏ khỏi danh mục' },
  code: { en: 'gets the code', vi: 'có mã mới' },
  name: { en: 'is called', vi: 'có tên' },
  parent: { en: 'belongs to', vi: 'thuộc' },
  dates: { en: 'exists', vi: 'tồn tại' },
  details: { en: 'changes its roles, territory or hours', vi: 'đổi vai trò, địa bàn hoặc giờ làm việc' },
  sources: { en: 'changes its sources', vi: 'đổi nguồn' },
};

/** So many agencies are listed; all stand in --json. */
const MOST_LISTED = 60;

export function previewText(
  { version, unchanged, agencies, obstacle }: AgencyPreview,
  { say, language }: Context,
): string {
  if (unchanged)
    return say({ en: `just what is published as version ${version}`, vi: `trùng với phiên bản ${version} đã công bố` });
  const listed = agencies.slice(0, MOST_LISTED).map((agency) => agencyLine(agency, say));
  const more = agencies.length - listed.length;
  return [
    say({
      en: `${agencies.length} agencies change against version ${version}`,
      vi: `${agencies.length} cơ quan thay đổi so với phiên bản ${version}`,
    }),
    ...listed,
    ...(more > 0
      ? [say({ en: `… and ${more} more (--json names all)`, vi: `… và ${more} cơ quan khác (--json liệt kê đủ)` })]
      : []),
    obstacle === null
      ? say({ en: 'may be published', vi: 'đủ điều kiện công bố' })
      : `${say({ en: 'cannot be published', vi: 'chưa thể công bố' })}: ${messageOf(obstacle, language)}`,
  ].join('\n');
}

function agencyLine({ code, name, changes, work, goesTo }: ConcernedAgency, say: Context['say']): string {
  const { openTasks, openDossiers, postings, clients } = work;
  const told = changes.map((change) => changeText(change, say)).join(', ');
  const isOpen = openTasks + openDossiers + postings + clients > 0;
  const open = say({
    en: `${openTasks} open tasks, ${openDossiers} open dossiers, ${postings} posts, ${clients} clients`,
    vi: `${openTasks} việc đang mở, ${openDossiers} hồ sơ đang mở, ${postings} vị trí, ${clients} hệ thống kết nối`,
  });
  const nobody = say({ en: ' – nobody follows it: assign somebody', vi: ' – chưa có cơ quan kế thừa: cần chỉ định' });
  const where = goesTo === code ? '' : goesTo === null ? nobody : ` → ${goesTo}`;
  return `  ${code} ${say(name)}: ${told}${isOpen ? ` (${open}${where})` : ''}`;
}

const changeText = ({ kind, after }: AgencyChange, say: Context['say']): string =>
  `${say(KINDS[kind])}${after === null || kind === 'added' ? '' : ` ${after}`}`;

export const previewJson = ({ obstacle, ...preview }: AgencyPreview): object => ({
  ...preview,
  obstacle: obstacle && refusalJson(obstacle),
});
