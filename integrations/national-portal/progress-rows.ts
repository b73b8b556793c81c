import type { PortalProgress } from '../../contracts/national-portal';
import type { OfficerRole } from '../../domain/agency/agency';
import type { Actor } from '../../domain/dossier/actor';
import type { DossierEvent } from '../../domain/dossier/event';
import type { DossierState, Task, TaskId } from '../../domain/dossier/state';
import { stepOf } from '../../domain/dossier/acts/advance';
import { agencyName } from './dossier-message';
import { statusAfter } from './pages';
import type { Page } from './pages';
import { portalTime } from './portal-time';

const TITLES: Readonly<Record<OfficerRole, string>> = {
  receptionist: 'Công chức tiếp nhận và trả kết quả',
  specialist: 'Chuyên viên',
  'division-head': 'Lãnh đạo phòng chuyên môn',
  leader: 'Lãnh đạo cơ quan',
  clerk: 'Văn thư',
  accountant: 'Kế toán',
  'procedure-control': 'Công chức kiểm soát thủ tục hành chính',
};

const MOST_OF_A_NAME = 50;

interface RowsOf {
  readonly portalId: string;
  /** The whole story; rows are made of `pages` from `from` on. */
  readonly pages: readonly Page[];
  readonly from: number;
  /** Names of officers by person. */
  readonly names: ReadonlyMap<string, string>;
}

/** One row for each transition of a step, in order. Made again they are the same rows. */
export const progressRows = ({ portalId, pages, from, names }: RowsOf): readonly PortalProgress[] =>
  pages.slice(from).flatMap((page) => {
    const transition = transitionOf(page.event.payload);
    const task = transition && page.after.tasks[transition.taskId];
    if (!transition || !task) return [];
    return [
      {
        MaHoSo: portalId,
        ...(page.event.type === 'StepAssigned' ? postOf(page.after, task) : handlerOf(page, task, names)),
        ThoiDiemXuLy: portalTime(page.event.at),
        NoiDungXuLy: `${stepOf(page.after, task.step).name.vi}: ${transition.what}`,
        TrangThai: String(statusAfter(pages, page)),
        NgayBatDau: portalTime(task.openedAt),
        NgayKetThucTheoQuyDinh: portalTime(task.dueAt),
      },
    ];
  });

/** The officers who have a row of their own among these pages. */
export const officersIn = (pages: readonly Page[]): readonly string[] =>
  [...new Set(pages.flatMap(({ event: { actor, payload } }) => (actor.kind === 'officer' && transitionOf(payload) ? [actor.person] : [])))];

function transitionOf(e: DossierEvent): { readonly taskId: TaskId; readonly what: string } | null {
  switch (e.type) {
    case 'StepAssigned':
      return { taskId: e.task.taskId, what: 'chuyển đến, chờ xử lý' };
    case 'HandOverAcknowledged':
      return { taskId: e.taskId, what: 'đã nhận hồ sơ chuyển đến' };
    case 'TaskTakenUp':
      return { taskId: e.taskId, what: 'đang xử lý' };
    case 'StepCompleted':
      return { taskId: e.taskId, what: e.outcome === 'refused' ? 'đã hoàn thành, không đồng ý giải quyết' : 'đã hoàn thành' };
    case 'StepSentBack':
      return { taskId: e.taskId, what: 'trả lại bước trước' };
    case 'StepRecalled':
      return { taskId: e.taskId, what: 'được thu hồi về bước trước' };
    case 'TransferReturned':
      return { taskId: e.taskId, what: 'trả lại nơi chuyển vì chuyển nhầm cơ quan' };
    case 'StepRerouted':
      return { taskId: e.taskId, what: 'chuyển sang cơ quan khác' };
    case 'StepCancelled':
      return { taskId: e.taskId, what: 'kết thúc, không thực hiện tiếp' };
    case 'ConsultationReplied':
      return { taskId: e.taskId, what: e.late ? 'có ý kiến sau thời hạn' : 'đã có ý kiến' };
    case 'SilenceTakenAsConsent':
      return { taskId: e.taskId, what: 'hết thời hạn cho ý kiến, coi như đồng ý' };
    case 'ObligationNoticed':
      return { taskId: e.taskId, what: 'đã có thông báo nghĩa vụ tài chính' };
    case 'ObligationSettled':
      return { taskId: e.taskId, what: 'đã hoàn thành nghĩa vụ tài chính' };
    case 'SlipReturned':
      return { taskId: e.taskId, what: 'trả lại phiếu chuyển thông tin' };
    default:
      return null;
  }
}

type Handler = Pick<PortalProgress, 'NguoiXuLy' | 'ChucDanh' | 'PhongBanXuLy'>;

/** Nobody has it yet: the post that will. */
const postOf = (state: DossierState, task: Task): Handler => ({
  NguoiXuLy: TITLES[task.officerRole],
  ChucDanh: TITLES[task.officerRole],
  PhongBanXuLy: agencyName(state, task.agency),
});

function handlerOf({ event, after }: Page, task: Task, names: ReadonlyMap<string, string>): Handler {
  const { actor } = event;
  if (actor.kind !== 'officer') return { NguoiXuLy: strangerName(actor), ChucDanh: '', PhongBanXuLy: agencyName(after, task.agency) };
  const title = TITLES[actor.role];
  return { NguoiXuLy: (names.get(actor.person) ?? title).slice(0, MOST_OF_A_NAME), ChucDanh: title, PhongBanXuLy: agencyName(after, actor.agency) };
}

const strangerName = (actor: Exclude<Actor, { kind: 'officer' }>): string =>
  actor.kind === 'applicant' ? 'Người nộp hồ sơ' : actor.kind === 'partner' ? 'Hệ thống của cơ quan phối hợp' : 'Hệ thống';
