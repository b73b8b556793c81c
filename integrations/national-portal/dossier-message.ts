import type { PortalDossier } from '../../contracts/national-portal';
import type { PortalApplicant } from '../../db/reads/portal-applicant';
import { presentDue } from '../../domain/dossier/engine';
import { nationalStatus } from '../../domain/dossier/national-status';
import { openTasks } from '../../domain/dossier/state';
import type { Channel, Delivery, DossierState } from '../../domain/dossier/state';
import { afterCommand, portalIdOf } from './pages';
import type { Page } from './pages';
import { portalTime } from './portal-time';

/** Free texts of the dossier by id; one that was erased is missing. */
type Texts = ReadonlyMap<string, string>;
type Personal = 'ChuHoSo' | 'SoGiayToChuHoSo' | 'LoaiDoiTuong' | 'Email' | 'SoDienThoai' | 'DinhDanhCHS';

const CHANNEL: Readonly<Record<Channel, PortalDossier['KenhThucHien']>> = { counter: '1', online: '2', post: '3' };
const WAY: Readonly<Record<NonNullable<Delivery['way']>, string>> = {
  counter: 'Trả trực tiếp tại Bộ phận Một cửa',
  post: 'Trả qua dịch vụ bưu chính công ích',
  electronic: 'Trả kết quả điện tử',
};

/** Nine has no word for a refusal and eight none for its ground: the remark says it, so that no code is bent. */
function remark(state: DossierState): string {
  if (state.stage === 'stopped') return 'Dừng theo yêu cầu của người nộp hồ sơ';
  if (state.stage === 'lapsed') return 'Kết thúc do quá hạn bổ sung hồ sơ';
  const decided = state.stage === 'resolved' || state.stage === 'returned';
  return decided && state.decision?.refused ? 'Từ chối giải quyết hồ sơ' : '';
}

/** What the portal is told of a dossier apart from its applicant, as it stood after the last page; undefined while it has no key. */
export function dossierFacts(pages: readonly Page[], texts: Texts): Omit<PortalDossier, Personal> | undefined {
  const [id, state] = [portalIdOf(pages), pages.at(-1)?.after];
  if (id === undefined || state === undefined) return undefined;
  const status = nationalStatus(state);
  const { procedure } = state;
  return {
    MaHoSo: id,
    MaTTHC: procedure.code,
    TenTTHC: procedure.name.vi,
    MaLinhVuc: '',
    TenLinhVuc: procedure.sector.vi,
    KenhThucHien: CHANNEL[state.channel],
    TrichYeuHoSo: procedure.name.vi.slice(0, 1_000),
    NgayNopHoSo: portalTime(state.submittedAt),
    NgayTiepNhan: portalTime(state.acceptedAt),
    NgayHenTra: portalTime(presentDue(state)),
    TrangThaiHoSo: String(status),
    NgayTra: portalTime(status === 10 ? state.returnedAt : null),
    NgayTuChoi: portalTime(status === 3 ? state.endedAt : null),
    ThongTinTra: status === 10 && state.delivery.way !== null ? WAY[state.delivery.way] : '',
    HinhThuc: state.delivery.way === 'post' ? '1' : '0',
    // Reopened to mend an error it is being processed again, and has no end.
    NgayKetThucXuLy: portalTime(status >= 7 ? state.endedAt : null),
    DonViXuLy: holdersOf(state),
    GhiChu: remark(state),
    NoiNopHoSo: state.channel === 'online' ? '1' : '2',
    DanhSachHoSoBoSung: pages.flatMap((page) => supplementOf(pages, page, texts)),
  };
}

/** Whom it is about. A number of ten digits, or thirteen for a branch, is a tax code and makes an enterprise. */
export function applicantFields({ name, idNumber, email, phone }: PortalApplicant): Pick<PortalDossier, Personal> {
  const kind = /^\d{12}$/.test(idNumber) ? '1' : /^\d{9}$/.test(idNumber) ? '2' : undefined;
  return {
    ChuHoSo: name,
    SoGiayToChuHoSo: idNumber,
    LoaiDoiTuong: /^\d{10}(-?\d{3})?$/.test(idNumber) ? '2' : '1',
    Email: email,
    SoDienThoai: phone,
    DinhDanhCHS: kind === undefined ? [] : [{ LoaiDinhDanh: kind, SoDinhDanh: idNumber }],
  };
}

export const agencyName = (state: DossierState, agency: string): string => state.agencies.agencies[agency]?.name.vi ?? agency;

function holdersOf(state: DossierState): string {
  const holders = [...new Set(openTasks(state).map(({ agency }) => agency))];
  return (holders.length > 0 ? holders : [state.receivingUnit]).map((agency) => agencyName(state, agency)).join('; ');
}

function supplementOf(pages: readonly Page[], page: Page, texts: Texts): PortalDossier['DanhSachHoSoBoSung'] {
  const asked = page.event.payload;
  if (asked.type !== 'SupplementRequested') return [];
  const { n } = asked.supplement;
  const now = pages.at(-1)?.after.supplements.find((s) => s.n === n);
  const confirmed = pages.find(({ event: { payload } }) => payload.type === 'SupplementConfirmed' && payload.n === n);
  const { actor } = page.event;
  const note = asked.note === null ? undefined : texts.get(asked.note.textId);
  return [
    {
      HoSoBoSungId: String(n),
      NguoiYeuCauBoSung: actor.kind === 'officer' ? agencyName(page.after, actor.agency) : '',
      NoiDungBoSung: [...asked.items, ...(note === undefined ? [] : [note])].join('; '),
      NgayBoSung: portalTime(page.event.at),
      NgayTiepNhanBoSung: portalTime(now?.providedAt ?? null),
      NgayHenTraTruoc: portalTime(presentDue(page.before)),
      NgayHenTraMoi: portalTime(confirmed ? presentDue(afterCommand(pages, confirmed)) : null),
    },
  ];
}
