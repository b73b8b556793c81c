import type { Schemas } from '../app/api';
import { useAgencies } from '../parts/agency-names';
import { date, dateTime } from '../parts/dates';
import { usePersonName } from '../parts/people-names';
import { Line, Lines, OfficialSheet, Signature, Signatures } from './official-sheet';
import { FORMS } from './papers-of';
import type { Paper } from './papers-of';

interface PaperSheetProps {
  readonly paper: Paper;
  readonly event: NonNullable<Paper['event']>;
  readonly dossier: Schemas['Dossier'];
}

/** Forms 02 to 05 and the decision of refusal, filled in from what was recorded. */
export function PaperSheet({ paper: { form, n }, event, dossier }: PaperSheetProps) {
  const { data: agencies } = useAgencies();
  const personName = usePersonName();
  // `may.vt (specialist@H35.12)`, or the post alone.
  const agency = /@([A-Z0-9.]+)/.exec(event.by)?.[1] ?? dossier.receivingUnit;
  const person = /^(\S+) \(/.exec(event.by)?.[1];
  const unit = agencies?.byCode.get(agency)?.name.vi ?? agency;
  const { applicant } = dossier;
  return (
    <OfficialSheet unit={unit} code={dossier.code} day={event.at} title={FORMS[form].vi.toUpperCase()} {...(form === '02' && n > 1 ? { copy: `(lần ${n})` } : {})}>
      <Lines>
        <Line label="Kính gửi" value={applicant?.name} strong />
        <Line label="Số căn cước / định danh" value={applicant?.idNumber} />
        <Line label="Địa chỉ" value={applicant?.address} />
        <Line label="Nội dung yêu cầu giải quyết" value={`${dossier.procedureName.vi} (${dossier.procedureCode})`} strong />
        <Line label="Ngày nộp hồ sơ" value={dateTime(dossier.submittedAt)} />
        {form === '02' && <Asked event={event} />}
        {form === '03' && <Line label="Căn cứ từ chối" value={String(event.detail['ground'] ?? '')} strong />}
        {form === 'TC' && <Line label="Căn cứ từ chối" value={refusalIn(event).ground} strong />}
        {form === '04' && <Apology event={event} dossier={dossier} />}
        {form === '05' && <Line label="Yêu cầu" value="Dừng giải quyết theo đề nghị của người nộp; bản chính giấy tờ được trả lại" />}
        <Line label={form === '02' ? 'Hướng dẫn' : 'Lý do'} value={event.note ?? undefined} />
        {(form === '03' || form === 'TC') && <Appeal event={event} />}
      </Lines>
      <p>{CLOSING[form]}</p>
      <Signatures>
        <div />
        <Signature title={form === '02' || form === '03' ? 'NGƯỜI LẬP PHIẾU' : 'NGƯỜI KÝ'} name={person === undefined ? '' : personName(person)} />
      </Signatures>
    </OfficialSheet>
  );
}

const CLOSING: Readonly<Record<Paper['form'], string>> = {
  '02': 'Đề nghị ông/bà bổ sung đầy đủ các nội dung trên trong thời hạn đã nêu; quá thời hạn, hồ sơ sẽ không được giải quyết tiếp. Cần trao đổi, xin liên hệ nơi lập phiếu này.',
  '03': 'Ông/bà có quyền khiếu nại việc từ chối theo quy định của pháp luật, và nộp lại khi đủ điều kiện.',
  '04': 'Cơ quan chân thành xin lỗi ông/bà vì sự chậm trễ này.',
  '05': 'Hồ sơ được kết thúc kể từ ngày thông báo này.',
  TC: 'Ông/bà có quyền khiếu nại hoặc khởi kiện quyết định này theo quy định nêu trên.',
  '06': '',
};

interface RefusalDetail {
  readonly ground?: string;
  readonly appeal?: { readonly law: { readonly vi: string }; readonly body: { readonly vi: string }; readonly days: number };
}

/** Of the intake it stands in the event itself, of a decision in its paper. */
const refusalIn = ({ detail }: PaperSheetProps['event']): RefusalDetail => (detail['refusal'] ?? detail) as RefusalDetail;

function Appeal({ event }: Pick<PaperSheetProps, 'event'>) {
  const { appeal } = refusalIn(event);
  if (appeal === undefined) return null;
  return (
    <>
      <Line label="Nơi tiếp nhận khiếu nại" value={appeal.body.vi} strong />
      <Line label="Thời hạn khiếu nại" value={`${appeal.days} ngày kể từ ngày nhận được văn bản này`} strong />
      <Line label="Căn cứ khiếu nại" value={appeal.law.vi} />
    </>
  );
}

function Asked({ event: { detail } }: Pick<PaperSheetProps, 'event'>) {
  const items = Array.isArray(detail['items']) ? detail['items'].map(String) : [];
  const { respondBy } = (detail['supplement'] ?? {}) as { readonly respondBy?: number };
  return (
    <>
      {items.map((item, i) => (
        <Line key={i} label={`Nội dung cần bổ sung ${i + 1}`} value={item} strong />
      ))}
      <Line label="Thời hạn bổ sung" value={respondBy === undefined ? undefined : `trước ${dateTime(new Date(respondBy).toISOString())}`} strong />
    </>
  );
}

function Apology({ event: { detail }, dossier }: Pick<PaperSheetProps, 'event' | 'dossier'>) {
  const { due } = (detail['appointment'] ?? {}) as { readonly due?: number };
  return (
    <>
      <Line label="Ngày hẹn trả ban đầu" value={date(dossier.originalDueAt)} />
      <Line label="Hẹn lại ngày trả kết quả" value={due === undefined ? 'không hẹn lại' : dateTime(new Date(due).toISOString())} strong />
    </>
  );
}
