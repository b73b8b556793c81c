import { z } from 'zod';

/**
 * The messages of the national public service portal, as seen in systems that run against it (domain.md §8.1). Names and
 * values are the portal's own: every value is text, and what is not known is sent as an empty one. Left out are fields
 * for files and payments, which we do not share with it, and codes whose lists we do not have.
 */

/** `20260213145900`, Asia/Ho_Chi_Minh; empty where there is no such instant. */
const Time = z.string().regex(/^(\d{14})?$/);
const Longest = (length: number) => z.string().max(length);

/** 1 direct, 2 online, 3 post. */
export const CHANNELS = ['1', '2', '3'] as const;
/** 1 citizen, 2 enterprise. (3 State body and 4 other cannot be told from what we hold.) */
export const SUBJECTS = ['1', '2'] as const;

export const PortalIdentity = z.strictObject({
  /** 1 of twelve digits, 2 of nine. */
  LoaiDinhDanh: z.enum(['1', '2']),
  SoDinhDanh: z.string().regex(/^(\d{12}|\d{9})$/),
});

export const PortalSupplement = z.strictObject({
  HoSoBoSungId: z.string().min(1),
  NguoiYeuCauBoSung: z.string(),
  NoiDungBoSung: z.string(),
  NgayBoSung: Time,
  NgayTiepNhanBoSung: Time,
  /** Appointment before the request, and the one counted anew when the supplement was confirmed. */
  NgayHenTraTruoc: Time,
  NgayHenTraMoi: Time,
});

export const PortalDossier = z.strictObject({
  /** Its key: a dossier sent again replaces what was there. At most 35 characters (Decision 20/2020/QĐ-TTg). */
  MaHoSo: z.string().min(1).max(35),
  MaTTHC: z.string().min(1),
  TenTTHC: z.string().min(1),
  MaLinhVuc: z.string(),
  TenLinhVuc: z.string(),
  KenhThucHien: z.enum(CHANNELS),
  ChuHoSo: z.string().min(1),
  SoGiayToChuHoSo: z.string(),
  LoaiDoiTuong: z.enum(SUBJECTS),
  Email: z.string(),
  SoDienThoai: z.string(),
  TrichYeuHoSo: Longest(1_000),
  NgayNopHoSo: Time,
  NgayTiepNhan: Time,
  NgayHenTra: Time,
  TrangThaiHoSo: z.string().regex(/^([1-9]|10)$/),
  NgayTra: Time,
  NgayTuChoi: Time,
  ThongTinTra: z.string(),
  /** How the result is handed over: 0 directly, 1 by post. */
  HinhThuc: z.enum(['0', '1']),
  NgayKetThucXuLy: Time,
  DonViXuLy: z.string().min(1),
  GhiChu: z.string(),
  /** Where it was handed in: 1 on the portal, 2 here. */
  NoiNopHoSo: z.enum(['1', '2']),
  DinhDanhCHS: z.array(PortalIdentity),
  DanhSachHoSoBoSung: z.array(PortalSupplement),
});

/** One transition of one step. */
export const PortalProgress = z.strictObject({
  MaHoSo: z.string().min(1).max(35),
  NguoiXuLy: Longest(50).min(1),
  ChucDanh: z.string(),
  ThoiDiemXuLy: Time.min(14),
  PhongBanXuLy: z.string(),
  NoiDungXuLy: z.string().min(1),
  TrangThai: z.string().regex(/^([1-9]|10)$/),
  NgayBatDau: Time,
  NgayKetThucTheoQuyDinh: Time,
});

export const PORTAL_SERVICES = { dossier: 'DongBoHoSoMC', progress: 'CapNhatTienDoHoSoMC' } as const;
export type PortalService = (typeof PORTAL_SERVICES)[keyof typeof PORTAL_SERVICES];

/** Where the adapter takes a login, and where every service. */
export const PORTAL_ENDPOINTS = { login: 'mapi/login', services: 'mapi/g' } as const;

export const PortalLogin = z.strictObject({ username: z.string(), password: z.string() });

export const PortalRequest = z.strictObject({
  session: z.string().min(1),
  madonvi: z.string().min(1),
  service: z.enum(Object.values(PORTAL_SERVICES)),
  isUpdating: z.enum(['True', 'False']),
  data: z.array(z.union([PortalDossier, PortalProgress])).min(1),
});

/** Codes come as text and as numbers; 0 and 00 mean taken. */
export const PortalReply = z.looseObject({
  error_code: z.union([z.string(), z.number()]).transform(String),
  message: z.string().nullish().transform((message) => message ?? ''),
  session: z.string().nullish(),
});

export type PortalDossier = z.output<typeof PortalDossier>;
export type PortalProgress = z.output<typeof PortalProgress>;
export type PortalReply = z.output<typeof PortalReply>;
