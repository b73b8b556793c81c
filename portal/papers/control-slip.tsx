import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useAgencies } from '../parts/agency-names';
import { dateTime } from '../parts/dates';
import { Loading, ProblemAlert } from '../parts/problem';
import { Line, Lines, OfficialSheet } from './official-sheet';
import classes from './official-sheet.module.css';

type Bar = Schemas['Timeline']['lanes'][number]['bars'][number];

/** Form 06: who had the dossier from when to when, and whether in time. */
export function ControlSlip({ dossier }: { readonly dossier: Schemas['Dossier'] }) {
  const timeline = api.useQuery('get', '/v1/dossiers/{reference}/timeline', { params: { path: { reference: dossier.dossierId } } });
  const { data: agencies } = useAgencies();
  if (timeline.error) return <ProblemAlert error={timeline.error} onRetry={() => void timeline.refetch()} />;
  if (!timeline.data) return <Loading />;
  const nameOf = (code: string): string => agencies?.byCode.get(code)?.name.vi ?? code;
  const rows = timeline.data.lanes.flatMap(({ agency, bars }) => bars.map((bar) => ({ agency, bar }))).sort((a, b) => Date.parse(a.bar.from) - Date.parse(b.bar.from));
  return (
    <OfficialSheet unit={nameOf(dossier.receivingUnit)} code={dossier.code} day={timeline.data.now} title="PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ">
      <Lines>
        <Line label="Chủ hồ sơ" value={dossier.applicant?.name} strong />
        <Line label="Nội dung yêu cầu giải quyết" value={`${dossier.procedureName.vi} (${dossier.procedureCode})`} />
        <Line label="Tiếp nhận" value={dateTime(dossier.acceptedAt)} />
        <Line label="Hẹn trả kết quả" value={dateTime(dossier.dueAt)} strong />
      </Lines>
      <div className={classes['wide']} tabIndex={0} role="region" aria-label="Quá trình giải quyết">
        <table className={classes['documents']}>
          <caption>Quá trình giải quyết</caption>
          <thead>
            <tr>
              {['Cơ quan', 'Công việc', 'Giao', 'Nhận', 'Hạn', 'Xong', 'Kết quả'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ agency, bar }) => (
              <tr key={bar.taskId}>
                <th scope="row">{nameOf(agency)}</th>
                <td>{bar.name.vi}</td>
                <td>{dateTime(bar.from)}</td>
                <td>{dateTime(bar.acknowledgedAt ?? (bar.waiting ? null : bar.from))}</td>
                <td>{dateTime(bar.due)}</td>
                <td>{dateTime(bar.to)}</td>
                <td>{resultOf(bar)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </OfficialSheet>
  );
}

/** Whether a step was early, on its day, or late; nothing where it has no date of its own. */
function resultOf({ due, to, lateFrom, status }: Bar): string {
  if (status === 'cancelled') return 'hủy';
  if (lateFrom !== null) return 'quá hạn';
  if (to === null) return 'đang giải quyết';
  if (due === null) return 'đã xong';
  return dateTime(to).slice(0, 10) === dateTime(due).slice(0, 10) ? 'đúng hạn' : 'sớm hạn';
}
