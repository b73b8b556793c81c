import type { ReactNode } from 'react';
import { date } from '../parts/dates';
import classes from './official-sheet.module.css';

interface OfficialSheetProps {
  readonly unit: string;
  readonly code: string | null;
  readonly day: string;
  readonly title: ReactNode;
  readonly copy?: string;
  readonly children: ReactNode;
}

/** The frame of every official paper, as the circulars draw it. Vietnamese in either language of the portal. */
export function OfficialSheet({ unit, code, day, title, copy, children }: OfficialSheetProps) {
  return (
    <article className={classes['sheet']} lang="vi">
      <div className={classes['head']}>
        <div>
          <p className={classes['unit']}>{unit}</p>
          {code !== null && (
            <>
              <p>Mã hồ sơ:</p>
              <p className={classes['code']}>{code}</p>
            </>
          )}
        </div>
        <div>
          <p className={classes['nation']}>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>
          <p className={classes['motto']}>Độc lập – Tự do – Hạnh phúc</p>
          <p className={classes['place']}>Ngày {dayInWords(day)}</p>
        </div>
      </div>
      <h2>{title}</h2>
      {copy !== undefined && <p className={classes['copy']}>{copy}</p>}
      {children}
    </article>
  );
}

/** A line to fill in; dotted where nothing is known. */
export function Line({ label, value, strong = false }: { readonly label: string; readonly value: string | undefined; readonly strong?: boolean }) {
  return (
    <div>
      <dt>{label}:</dt>
      <dd>{value === undefined || value === '' ? <span className={classes['blank']} /> : strong ? <b>{value}</b> : value}</dd>
    </div>
  );
}

export function Lines({ children }: { readonly children: ReactNode }) {
  return <dl className={classes['lines']}>{children}</dl>;
}

export function Signatures({ children }: { readonly children: ReactNode }) {
  return <div className={classes['signatures']}>{children}</div>;
}

export function Signature({ title, name }: { readonly title: string; readonly name: string }) {
  return (
    <div>
      <p className={classes['nation']}>{title}</p>
      <p className={classes['copy']}>(Ký và ghi rõ họ tên)</p>
      <p className={classes['signed']}>{name}</p>
    </div>
  );
}

function dayInWords(at: string): string {
  const [day, month, year] = date(at).split('/');
  return `${day} tháng ${month} năm ${year}`;
}
