import { limitLabel } from '../../domain/calendar/limit';
import type { Limit } from '../../domain/calendar/calendar';
import type { Context } from '../context';
import type { ProcedureVersion } from '../sources/catalogue';
import { conditionText } from './condition-text';
import { paintFor } from './paint';
import { provenanceLines } from './provenance';
import { routeTree } from './route-tree';
import { table, wrap } from './table';

interface VersionDates {
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
}

/** A whole procedure for a reader: what is asked, how long it takes, which way it goes, and how sure all that is. */
export function procedureText({ procedure: p, from, to }: ProcedureVersion, versions: readonly VersionDates[], context: Context): string {
  const { say, language, columns } = context;
  const paint = paintFor(context.colour);
  const label = (limit: Limit): string => limitLabel(limit, language);
  const { timeLimit } = p;
  const yes = { en: 'required', vi: 'bắt buộc' };
  const no = { en: 'optional', vi: 'không bắt buộc' };
  const head = [
    [say({ en: 'in force', vi: 'hiệu lực' }), `${from} – ${to ?? '…'}`],
    [say({ en: 'versions', vi: 'phiên bản' }), versions.map((v) => `v${v.version} ${v.from} – ${v.to ?? '…'}`).join(', ')],
    [say({ en: 'sector', vi: 'lĩnh vực' }), say(p.sector)],
    [say({ en: 'decided by', vi: 'cấp giải quyết' }), `${p.tier}, ${p.serviceLevel}`],
    [say({ en: 'offered at', vi: 'tiếp nhận tại' }), `${p.offeredAt.role} (${p.offeredAt.tiers.join(', ')})`],
    [
      say({ en: 'time limit', vi: 'thời hạn' }),
      timeLimit.phases ? timeLimit.phases.map((phase) => `${say(phase.name)}: ${label(phase.limit)}`).join(' ⏸ ') : timeLimit.limit ? label(timeLimit.limit) : '–',
    ],
    ...(timeLimit.variants ?? []).map(({ when, limit }) => ['', `${label(limit)} [${conditionText(when)}]`]),
    [say({ en: 'clock starts', vi: 'bắt đầu tính' }), `${timeLimit.clockStart}, ${timeLimit.expires ?? 'close-of-office'}`],
    [say({ en: 'result', vi: 'kết quả' }), say(p.result)],
  ];
  const documents = p.documents.map((d) => [d.document, say(d.required ? yes : no), `${say(d.name)}${d.when ? ` [${conditionText(d.when)}]` : ''}`]);
  const fees = p.fees.map((f) => [f.fee, `${f.amount.toLocaleString('vi-VN')} ₫`, f.when, say(f.name)]);
  const facts = (p.facts ?? []).map((f) => [f.fact, f.type === 'choice' ? (f.options ?? []).join(' | ') : f.type, say(f.required ? yes : no), say(f.label)]);
  const section = (title: { en: string; vi: string }, rows: string[][]): string[] => (rows.length === 0 ? [] : ['', say(title), table(rows, { indent: 2 })]);
  return [
    `${paint.bold(p.code)} v${p.version}  ${say(p.name)}`,
    table(head, { indent: 2 }),
    ...section({ en: 'facts asked', vi: 'thông tin cần khai' }, facts),
    ...section({ en: 'documents', vi: 'thành phần hồ sơ' }, documents),
    ...section({ en: 'fees', vi: 'phí, lệ phí' }, fees),
    '',
    routeTree(p.route, say({ en: 'route', vi: 'quy trình' }), language, paint),
    '',
    `${say({ en: 'legal basis', vi: 'căn cứ pháp lý' })}: ${wrap(p.legalBasis.join('; '), columns - 14, '  ')}`,
    provenanceLines(p.provenance, context),
  ].join('\n');
}
