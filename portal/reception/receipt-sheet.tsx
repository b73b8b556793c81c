import type { Schemas } from '../app/api';
import { Line, Lines, OfficialSheet, Signature, Signatures } from '../papers/official-sheet';
import classes from '../papers/official-sheet.module.css';
import { date, dateTime } from '../parts/dates';
import { appliesTo, documentsAsked } from './check-draft';
import { QrCode } from './qr-code';

interface ReceiptSheetProps {
  readonly receipt: Schemas['Receipt'];
  readonly dossier: Schemas['Dossier'];
  readonly procedure: Schemas['Procedure'];
}

/** Mẫu số 01 (Circular 01/2018, now 03/2025). An official paper: Vietnamese in either language of the portal. */
export function ReceiptSheet({ receipt, dossier, procedure }: ReceiptSheetProps) {
  const { applicant, submitter } = dossier;
  const unit = receipt.receivingUnitName.vi;
  return (
    <OfficialSheet
      unit={unit}
      code={receipt.code}
      day={receipt.acceptedAt!}
      title={
        <>
          GIẤY TIẾP NHẬN HỒ SƠ
          <br />
          VÀ HẸN TRẢ KẾT QUẢ
        </>
      }
      copy="(Liên giao cho tổ chức, cá nhân nộp hồ sơ)"
    >
      <Lines>
        <Line label="Tiếp nhận hồ sơ của" value={applicant?.name} strong />
        <Line label="Số căn cước / định danh" value={applicant?.idNumber} />
        <Line label="Địa chỉ" value={applicant?.address} />
        <Line label="Số điện thoại" value={applicant?.phone} />
        {applicant?.email !== undefined && <Line label="Thư điện tử" value={applicant.email} />}
        {submitter && <Line label="Người nộp thay" value={[submitter.name, submitter.phone].filter((part) => part !== undefined).join(' – ')} />}
        <Line label="Nội dung yêu cầu giải quyết" value={`${procedure.name.vi} (${procedure.code})`} strong />
      </Lines>
      <Documents dossier={dossier} procedure={procedure} />
      <Lines>
        <Line label="Số lượng hồ sơ" value="01 bộ" />
        <Line label="Thời gian giải quyết theo quy định" value={limitOf(procedure, dossier.facts)} />
        <Line label="Thời gian nhận hồ sơ" value={dateTime(receipt.acceptedAt)} />
        <Line label="Thời gian trả kết quả" value={dateTime(receipt.dueAt)} strong />
        {procedure.timeLimit.phases.slice(1).map(({ phase, name, limit }) => (
          <Line key={phase} label={`Giai đoạn tiếp theo: ${name.vi.toLowerCase()}`} value={`${limit.label.vi}; ngày hẹn được thông báo sau`} />
        ))}
        <Line label="Phí, lệ phí" value={feesOf(procedure)} />
        <Line label="Nơi nhận kết quả" value={unit} />
      </Lines>
      <Signatures>
        <Signature title="NGƯỜI NỘP HỒ SƠ" name={submitter?.name ?? applicant?.name ?? ''} />
        <Signature title="NGƯỜI TIẾP NHẬN HỒ SƠ" name={receipt.acceptedBy ?? ''} />
      </Signatures>
      <section className={classes['tracking']} aria-label="Tra cứu hồ sơ">
        {receipt.trackingUrl !== null && <QrCode text={receipt.trackingUrl} label={`Mã QR của trang tra cứu ${receipt.trackingUrl}`} />}
        <div>
          <p>Tra cứu hồ sơ: quét mã QR, hoặc mở {receipt.trackingUrl?.split('?')[0]}</p>
          <p>
            Mã tra cứu:{' '}
            {receipt.trackingSecret === null ? (
              'ghi trên bản đã giao cho người nộp'
            ) : (
              <b className={classes['code']}>{receipt.trackingSecret}</b>
            )}
          </p>
          {receipt.printed.length > 1 && (
            <p>Bản in lại lần {receipt.printed.length - 1} ngày {date(receipt.printed.at(-1)!.at)}; mã tra cứu của bản trước hết giá trị.</p>
          )}
          <p>Ông/bà giữ kín mã này và mang giấy này khi đến nhận kết quả.</p>
        </div>
      </section>
    </OfficialSheet>
  );
}

function Documents({ dossier, procedure }: Pick<ReceiptSheetProps, 'dossier' | 'procedure'>) {
  const received = documentsAsked(procedure, dossier.facts).filter(({ document }) => dossier.documents.includes(document));
  if (received.length === 0) return null;
  return (
    <table className={classes['documents']}>
      <caption>Thành phần hồ sơ nộp gồm:</caption>
      <thead>
        <tr>
          <th scope="col">STT</th>
          <th scope="col">Tên giấy tờ</th>
          <th scope="col">Bản chính</th>
          <th scope="col">Bản sao</th>
        </tr>
      </thead>
      <tbody>
        {received.map(({ document, name, originals, copies }, i) => (
          <tr key={document}>
            <td>{i + 1}</td>
            <td>{name.vi}</td>
            <td>{originals || ''}</td>
            <td>{copies || ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of cases that the law treats apart the one this is. */
function limitOf({ limits, timeLimit }: Schemas['Procedure'], facts: Schemas['Dossier']['facts']): string {
  const apart = timeLimit.variants.find(({ when }) => appliesTo(when, facts));
  return apart ? apart.limit.label.vi : limits.map(({ label }) => label.vi).join(' + ');
}

function feesOf({ fees }: Schemas['Procedure']): string {
  const owed = fees.filter(({ when, amount }) => when !== 'exempt' && amount > 0);
  return owed.length === 0 ? 'không thu' : owed.map(({ name, amount }) => `${name.vi}: ${amount.toLocaleString('vi-VN')} đồng`).join('; ');
}
