import type { Schemas } from '../app/api';

type Stage = Schemas['DossierSummary']['stage'];

const FILTERS = ['code', 'applicant', 'unit', 'holder', 'procedure'] as const;

export const STAGES: Readonly<Record<Stage, readonly [string, string]>> = {
  submitted: ['Chờ tiếp nhận', 'Awaiting reception'],
  processing: ['Đang giải quyết', 'In process'],
  resolved: ['Đã có kết quả', 'Result ready'],
  returned: ['Đã trả kết quả', 'Result returned'],
  'refused-intake': ['Không tiếp nhận', 'Not accepted'],
  withdrawn: ['Đã rút hồ sơ', 'Withdrawn'],
  stopped: ['Dừng giải quyết', 'Stopped'],
  lapsed: ['Hết hạn bổ sung', 'Lapsed'],
};

/** What is looked for; nothing in it means the newest dossiers. */
export type Asked = Readonly<Partial<Record<(typeof FILTERS)[number], string> & { stage: Stage; overdue: 'true' }>>;

/** What the address asks for; what it has no name for, or no such stage, is left out. */
export function askedIn(address: Readonly<Record<string, string | undefined>>): Asked {
  const stage = address['stage'];
  return {
    ...Object.fromEntries(FILTERS.flatMap((name) => (address[name] ? [[name, address[name]]] : []))),
    ...(stage !== undefined && Object.hasOwn(STAGES, stage) ? { stage: stage as Stage } : {}),
    ...(address['overdue'] === 'true' ? { overdue: 'true' } : {}),
  };
}
