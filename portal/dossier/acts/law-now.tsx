import { Text } from '@mantine/core';
import { api } from '../../app/api';
import type { Schemas } from '../../app/api';
import { useLanguage } from '../../app/language';
import { dateTime } from '../../parts/dates';
import { outcomeName } from '../../parts/role-names';
import { routeOf, stepsOf } from '../../procedures/route';
import type { Step } from '../../procedures/route';
import type { Dossier, Task } from './act-values';

type Say = (vi: string, en: string) => string;
type Of = (text: { readonly vi: string; readonly en: string }) => string;

/** In one or two sentences what the law and the route ask of a task as it stands. */
export function LawNow({ dossier, task }: { readonly dossier: Dossier; readonly task: Task }) {
  const { say, of } = useLanguage();
  const { data: procedure } = api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code: dossier.procedureCode }, query: { version: dossier.procedureVersion } } }, { staleTime: Infinity });
  const step = procedure && stepsOf(routeOf(procedure)).find((each) => each.step === task.step);
  const sentences = [arrival(task, procedure, say, of), task.status === 'suspended' ? say('Đang chờ người nộp bổ sung; thời hạn của việc này không chạy.', 'The applicant has something to add; the time of this task stands still.') : work(dossier, task, step, say, of)];
  return (
    <Text mt={4} maw="90ch">
      {sentences.filter((sentence) => sentence !== '').join(' ')}
    </Text>
  );
}

const arrival = (task: Task, procedure: Schemas['Procedure'] | undefined, say: Say, of: Of): string =>
  task.status !== 'sent' ? '' : procedure ? say(`Hồ sơ vừa được chuyển đến: phải xác nhận đã nhận trong ${of(procedure.acknowledgeWithin.label)}.`, `It was handed over: acknowledge it within ${of(procedure.acknowledgeWithin.label)}.`) : say('Hồ sơ vừa được chuyển đến: phải xác nhận đã nhận.', 'It was handed over: acknowledge it.');

function work(dossier: Dossier, task: Task, step: Step | undefined, say: Say, of: Of): string {
  // A consulted agency's part bears its lead's id.
  if (task.kind === 'consult' && task.taskId.includes('/')) {
    const silence = step?.consult?.silence === 'consent' ? say('Quá hạn không trả lời coi như đồng ý.', 'Silence is taken as consent.') : say('Quá hạn không trả lời sẽ báo cáo cấp trên.', 'Silence is told to those above.');
    return `${task.dueAt === null ? say('Trả lời ý kiến; hạn tính từ khi xác nhận đã nhận.', 'Give the opinion; its time runs from the acknowledgement.') : say(`Trả lời ý kiến trước ${dateTime(task.dueAt)}.`, `Give the opinion before ${dateTime(task.dueAt)}.`)} ${silence}`;
  }
  const outcomes = (step?.outcomes ?? []).length > 1 ? say(`Kết thúc bằng: ${step!.outcomes!.map((each) => of(outcomeName(each)).toLowerCase()).join(' / ')}.`, `Ends with: ${step!.outcomes!.map((each) => of(outcomeName(each)).toLowerCase()).join(' / ')}.`) : '';
  switch (task.kind) {
    case 'receive':
      return dossier.acceptedAt === null
        ? say('Kiểm tra thành phần hồ sơ, rồi tiếp nhận, yêu cầu bổ sung một lần cho đầy đủ, hoặc từ chối có lý do bằng văn bản.', 'Check the documents; then accept it, ask once for all that is missing, or refuse it with reasons in writing.')
        : say('Đã tiếp nhận: chuyển ngay đến cơ quan giải quyết bằng “Hoàn thành bước”.', 'Accepted: pass it on at once by completing the step.');
    case 'examine':
      return `${say('Thẩm định, giải quyết. Thiếu giấy tờ thì yêu cầu bổ sung một lần cho đầy đủ.', 'Examine it. Whatever is missing is asked for once, and completely.')} ${outcomes}`;
    case 'consult':
      return say('Đang lấy ý kiến các cơ quan; bước tự kết thúc khi đủ ý kiến, hoặc quyết định khi đã quá hạn trả lời.', 'The agencies are being asked; it ends by itself when enough have answered, or is decided once their date has passed.');
    case 'sign':
      return `${say('Xem xét và ký duyệt; từ chối phải nêu lý do bằng văn bản.', 'Look it through and sign; a refusal needs its reasons in writing.')} ${outcomes}`;
    case 'hand-over':
      return say('Chuyển hồ sơ đi bằng “Hoàn thành bước”.', 'Pass it on by completing the step.');
    case 'financial-obligation':
      return say('Ra thông báo nghĩa vụ tài chính, rồi ghi nhận khi người nộp hoàn thành. Thời gian của người nộp không tính vào thời hạn.', "Issue the notice, and record it when the applicant has settled it. The applicant's time does not count.");
    case 'await-outside':
      return say('Đang chờ xác nhận bên ngoài; thời gian chờ không tính vào thời hạn.', 'Somebody outside has to confirm; the waiting does not count.');
    case 'post-publicly':
      return `${say('Niêm yết công khai đủ số ngày quy định rồi hoàn thành bước.', 'Post it publicly for the days prescribed, then complete the step.')} ${outcomes}`;
    case 'publish-result':
      return say('Vào sổ, đóng dấu, phát hành kết quả, rồi chuyển về nơi tiếp nhận.', 'Number, seal and issue the result, and send it to the receiving unit.');
    case 'return':
      return say('Thời hạn giải quyết đã kết thúc. Báo người nộp đến nhận; trả kết quả thì ghi nhận ở đây.', 'The time has ended. Tell the applicant; record here when the result is handed over.');
    default:
      return outcomes;
  }
}
