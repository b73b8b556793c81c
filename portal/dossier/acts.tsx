import { Alert, Button, Group, NativeSelect, Paper, Stack, Text, TextInput, Textarea, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { newKey } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import type { Text as Words } from '../app/language';
import { Dialog } from '../parts/dialog';
import { perform } from '../parts/performed';
import type { ActName } from '../parts/performed';
import { ProblemAlert } from '../parts/problem';
import { outcomeName } from '../parts/role-names';

type Dossier = Schemas['Dossier'];
type Possible = Dossier['acts'][number];

interface Field {
  readonly name: string;
  readonly vi: string;
  readonly en: string;
  readonly kind: 'line' | 'text' | 'lines' | 'choice' | 'instant';
  readonly required?: true;
  readonly choices?: readonly (readonly [string, Words])[];
}

const reason: Field = { name: 'reason', vi: 'Lý do', en: 'Reason', kind: 'text' };
const note: Field = { name: 'note', vi: 'Ghi chú', en: 'Note', kind: 'text' };
const choice = (...values: readonly (readonly [string, string, string])[]): Field['choices'] => values.map(([value, vi, en]) => [value, { vi, en }]);

/** What each act is called and what it asks for (contracts/act-request.ts). */
const ACTS: Readonly<Record<string, { readonly vi: string; readonly en: string; readonly fields?: readonly Field[] }>> = {
  accept: { vi: 'Tiếp nhận', en: 'Accept' },
  'refuse-intake': { vi: 'Từ chối tiếp nhận', en: 'Refuse at reception', fields: [{ name: 'ground', vi: 'Căn cứ', en: 'Ground', kind: 'line', required: true }, reason] },
  'pay-fee': { vi: 'Ghi nhận nộp phí', en: 'Fee paid', fields: [{ name: 'reference', vi: 'Số biên lai', en: 'Receipt number', kind: 'line', required: true }] },
  'request-supplement': { vi: 'Yêu cầu bổ sung', en: 'Request a supplement', fields: [{ name: 'items', vi: 'Giấy tờ cần bổ sung, mỗi dòng một loại', en: 'What is wanted, one a line', kind: 'lines', required: true }, note] },
  'provide-supplement': { vi: 'Đã nhận giấy tờ bổ sung', en: 'Supplement provided' },
  'confirm-supplement': { vi: 'Xác nhận bổ sung đầy đủ', en: 'Supplement is complete' },
  acknowledge: { vi: 'Xác nhận đã nhận', en: 'Acknowledge' },
  assign: { vi: 'Phân công', en: 'Assign', fields: [{ name: 'person', vi: 'Cán bộ', en: 'Person', kind: 'line', required: true }] },
  'take-up': { vi: 'Nhận xử lý', en: 'Take up' },
  release: { vi: 'Trả lại đơn vị', en: 'Release' },
  complete: { vi: 'Hoàn thành bước', en: 'Complete the step', fields: [{ name: 'outcome', vi: 'Kết quả', en: 'Outcome', kind: 'choice', choices: ['', 'approved', 'refused'].map((value) => [value, value === '' ? { vi: 'Theo quy trình', en: 'As the route says' } : outcomeName(value)] as const) }, note] },
  reply: { vi: 'Trả lời ý kiến', en: 'Reply', fields: [{ name: 'opinion', vi: 'Ý kiến', en: 'Opinion', kind: 'choice', required: true, choices: choice(['agree', 'Đồng ý', 'agree'], ['disagree', 'Không đồng ý', 'disagree'], ['no-objection', 'Không có ý kiến khác', 'no objection']) }, note] },
  'send-back': { vi: 'Trả lại bước trước', en: 'Send back', fields: [reason] },
  recall: { vi: 'Thu hồi', en: 'Recall', fields: [reason] },
  're-route': { vi: 'Chuyển đúng cơ quan', en: 'Re-route', fields: [{ name: 'to', vi: 'Mã cơ quan', en: 'Code of the agency', kind: 'line', required: true }, reason] },
  'issue-notice': { vi: 'Ra thông báo nghĩa vụ tài chính', en: 'Issue the notice', fields: [{ name: 'reference', vi: 'Số thông báo', en: 'Number of the notice', kind: 'line', required: true }] },
  'return-slip': { vi: 'Trả lại phiếu chuyển', en: 'Return the slip', fields: [{ name: 'erred', vi: 'Lỗi của', en: 'Whose error', kind: 'choice', required: true, choices: choice(['sender', 'Bên gửi', 'the sender'], ['tax-office', 'Cơ quan thuế', 'the tax office']) }, reason] },
  'settle-obligation': { vi: 'Xác nhận nghĩa vụ tài chính', en: 'Obligation settled', fields: [{ name: 'by', vi: 'Hình thức', en: 'By', kind: 'choice', required: true, choices: choice(['payment', 'Đã nộp', 'payment'], ['exemption', 'Được miễn', 'exemption'], ['debt', 'Ghi nợ', 'debt']) }, { name: 'reference', vi: 'Số chứng từ', en: 'Reference', kind: 'line', required: true }] },
  apologise: { vi: 'Xin lỗi và hẹn lại', en: 'Apologise', fields: [{ name: 'newDue', vi: 'Hẹn lại (ngày giờ)', en: 'New appointment', kind: 'instant' }, { ...reason, required: true }] },
  stop: { vi: 'Dừng giải quyết', en: 'Stop', fields: [reason] },
  withdraw: { vi: 'Rút hồ sơ', en: 'Withdraw', fields: [reason] },
  'return-result': { vi: 'Trả kết quả', en: 'Return the result', fields: [{ name: 'way', vi: 'Cách trả', en: 'Way', kind: 'choice', required: true, choices: choice(['counter', 'Tại bộ phận một cửa', 'at the counter'], ['post', 'Qua bưu chính', 'by post'], ['electronic', 'Trực tuyến', 'electronically']) }] },
  correct: { vi: 'Đính chính', en: 'Correct', fields: [reason] },
  archive: { vi: 'Lưu trữ', en: 'Archive' },
};

/** What the law asks now: what may be done from here, and why not the rest. */
export function Acts({ dossier }: { readonly dossier: Dossier }) {
  const { say, of } = useLanguage();
  const [asked, setAsked] = useState<Possible | null>(null);
  const taskName = (taskId: string | null): string => of(dossier.tasks.find((task) => task.taskId === taskId)?.name);
  const known = dossier.acts.filter(({ act }) => act in ACTS);
  const mine = known.filter(({ allowed }) => allowed);
  const others = known.filter(({ allowed }) => !allowed);
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h3" mb="sm">{say('Việc có thể làm', 'What may be done now')}</Title>
      <Group>
        {mine.map((possible) => (
          <Button key={`${possible.act} ${possible.taskId}`} variant={possible.act === 'complete' || possible.act === 'accept' ? 'filled' : 'default'} onClick={() => setAsked(possible)}>
            {of(ACTS[possible.act])}{possible.taskId === null ? '' : ` · ${taskName(possible.taskId)}`}
          </Button>
        ))}
        {mine.length === 0 && <Text>{say('Hiện không có việc nào thuộc vị trí của bạn.', 'Nothing of this is yours now.')}</Text>}
      </Group>
      {others.length > 0 && (
        <details>
          <summary>{say('Việc của người khác', "Others' part")}</summary>
          <Stack gap={4} mt="xs">
            {others.map(({ act, taskId, by, whyNot }) => (
              <Text key={`${act} ${taskId}`} size="sm" title={whyNot?.detail}>
                {of(ACTS[act])}{taskId === null ? '' : ` · ${taskName(taskId)}`}: {by.join(', ')}
              </Text>
            ))}
          </Stack>
        </details>
      )}
      {asked && <ActDialog key={`${asked.act} ${asked.taskId}`} dossier={dossier} possible={asked} onClose={() => setAsked(null)} />}
    </Paper>
  );
}

function ActDialog({ dossier, possible: { act, taskId, by }, onClose }: { readonly dossier: Dossier; readonly possible: Possible; readonly onClose: () => void }) {
  const { say, of } = useLanguage();
  const queries = useQueryClient();
  // One key for this dialog: trying again after a broken line is the same act.
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fields = ACTS[act]?.fields ?? [];
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const given = Object.fromEntries(fields.flatMap(({ name, kind }) => valueOf(kind, String(new FormData(event.currentTarget).get(name) ?? '')).map((value) => [name, value])));
    const task = taskId === null ? {} : { taskId, version: dossier.tasks.find((each) => each.taskId === taskId)?.version };
    setBusy(true);
    setError(null);
    try {
      await perform(dossier.dossierId, act as ActName, { ...given, ...(TASK_ACTS.has(act) ? task : {}), ...(by[0] === undefined ? {} : { as: by[0] }) }, key, () => setWaiting(true));
      await queries.invalidateQueries();
      onClose();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={of(ACTS[act])} guarded={fields.length > 0}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {fields.map((field) => (
            <FieldInput key={field.name} field={field} />
          ))}
          {fields.length === 0 && <Text>{say('Xác nhận thực hiện?', 'Do it?')}</Text>}
          {waiting && <Alert role="status">{say('Đã nhận, đang chờ ghi…', 'Received, waiting to be recorded…')}</Alert>}
          {error !== null && <ProblemAlert error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{say('Đóng', 'Close')}</Button>
            <Button type="submit" loading={busy}>{of(ACTS[act])}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

const TASK_ACTS: ReadonlySet<string> = new Set(['request-supplement', 'acknowledge', 'assign', 'take-up', 'release', 'complete', 'reply', 'send-back', 'recall', 're-route', 'issue-notice', 'return-slip']);

function valueOf(kind: Field['kind'], text: string): unknown[] {
  if (text.trim() === '') return [];
  if (kind === 'lines') return [text.split('\n').map((line) => line.trim()).filter((line) => line !== '')];
  return [kind === 'instant' ? `${text}:00+07:00` : text];
}

function FieldInput({ field: { name, kind, required, choices = [], ...words } }: { readonly field: Field }) {
  const { of } = useLanguage();
  const shared = { name, label: of(words), required: required ?? false };
  if (kind === 'choice') return <NativeSelect {...shared} data={choices.map(([value, text]) => ({ value, label: of(text) }))} />;
  if (kind === 'text' || kind === 'lines') return <Textarea {...shared} autosize minRows={3} maxLength={10_000} />;
  return <TextInput {...shared} type={kind === 'instant' ? 'datetime-local' : 'text'} maxLength={200} />;
}
