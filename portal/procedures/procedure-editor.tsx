import { Alert, Button, FileButton, Group, List, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconCheck, IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { api } from '../app/api';
import type { Problem, Schemas } from '../app/api';
import { isProblem } from '../app/api';
import { useLanguage } from '../app/language';
import { date } from '../parts/dates';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem';
import { isWaiting, useWaits } from '../parts/waits';
import { CodeArea } from './code-area';
import type { CodeAreaHandle } from './code-area';

const ROW = { textAlign: 'left', textDecoration: 'underline', minHeight: 28 } as const;

/** A procedure file: written or uploaded, checked with every mistake at its line, published for good. */
export function ProcedureEditor({ initial }: { readonly initial: string }) {
  const { say } = useLanguage();
  const [text, setText] = useState(initial);
  const [fit, setFit] = useState<Schemas['Published'] | null>(null);
  const [publishing, setPublishing] = useState(false);
  const area = useRef<CodeAreaHandle>(null);
  const errorsId = useId();
  const queries = useQueryClient();
  const waits = useWaits();
  const navigate = useNavigate();
  const send = api.useMutation('post', '/v1/procedures');
  const edit = (next: string): void => {
    setText(next);
    setFit(null);
    send.reset();
  };
  const check = (): void => {
    setFit(null);
    send.mutate({ params: { query: { dryRun: 'true' } }, body: { file: text } }, { onSuccess: (answer) => (isWaiting(answer) ? undefined : setFit(answer)) });
  };
  const publish = (): void =>
    send.mutate(
      { params: { query: {} }, body: { file: text } },
      {
        onSuccess: async (answer) => {
          if (waits(answer) || isWaiting(answer)) return navigate({ to: '/confirmations' } as never);
          const { code, version } = answer;
          await queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/v1/procedures') });
          await navigate({ to: `/procedures/${code}`, search: { version, tab: 'versions' } } as never);
        },
        onSettled: () => setPublishing(false),
      },
    );
  const faults: NonNullable<Problem['errors']> = isProblem(send.error) ? (send.error.errors ?? []) : [];
  const wrong = new Set(faults.flatMap(({ line }) => (line === undefined ? [] : [line])));
  const placed = faults.some(({ line }) => line !== undefined);
  return (
    <Stack>
      <Text>
        {say('Tệp YAML hoặc JSON; cách viết xem tài liệu “Writing a procedure”. Kiểm tra trước, sau đó công bố. Phiên bản đã công bố không sửa được nữa.', 'A YAML or JSON file; the document “Writing a procedure” says how. Check it, then publish. A published version never changes.')}
      </Text>
      <Group>
        <FileButton onChange={(file) => void file?.text().then(edit)} accept=".yaml,.yml,.json">
          {(props) => (
            <Button variant="default" leftSection={<IconUpload size={18} aria-hidden />} {...props}>
              {say('Mở tệp từ máy', 'Open a file')}
            </Button>
          )}
        </FileButton>
        <Button variant="default" onClick={check} loading={send.isPending && !publishing} disabled={text.trim() === ''}>
          {say('Kiểm tra', 'Check')}
        </Button>
        <Button onClick={() => setPublishing(true)} disabled={fit?.outcome !== 'fit'}>
          {say('Đề nghị công bố…', 'Propose…')}
        </Button>
      </Group>
      <div aria-live="polite">{fit && <Fit fit={fit} />}</div>
      {send.error && !placed && <ProblemAlert error={send.error} />}
      {placed && <Faults id={errorsId} faults={faults} onGoTo={(line, column) => area.current?.goTo(line, column)} />}
      <CodeArea ref={area} label={say('Nội dung tệp thủ tục', 'Text of the procedure file')} value={text} onChange={edit} wrongLines={wrong} {...(placed ? { describedBy: errorsId } : {})} />
      <Dialog opened={publishing && fit !== null} onClose={() => setPublishing(false)} title={say('Đề nghị công bố thủ tục', 'Propose the procedure')}>
        {fit && (
          <Stack>
            <Text>
              {say(
                `Thủ tục ${fit.code}, phiên bản ${fit.version}, có hiệu lực từ ${date(fit.from)}. Phiên bản trước (nếu còn hiệu lực) kết thúc vào ngày đó; hồ sơ đã tiếp nhận vẫn theo phiên bản cũ.`,
                `Procedure ${fit.code}, version ${fit.version}, in force from ${date(fit.from)}. The version before, if still in force, ends on that day; dossiers accepted under it keep it.`,
              )}
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setPublishing(false)}>
                {say('Chưa công bố', 'Not yet')}
              </Button>
              <Button onClick={publish} loading={send.isPending}>
                {say('Đề nghị công bố', 'Propose')}
              </Button>
            </Group>
          </Stack>
        )}
      </Dialog>
    </Stack>
  );
}

function Fit({ fit: { outcome, code, version, from } }: { readonly fit: Schemas['Published'] }) {
  const { say } = useLanguage();
  const text =
    outcome === 'present'
      ? say(`Thủ tục ${code} phiên bản ${version} đã được công bố với đúng nội dung này.`, `Procedure ${code} version ${version} has been published with this very text.`)
      : say(`Không có lỗi. Thủ tục ${code} phiên bản ${version} có thể công bố, hiệu lực từ ${date(from)}.`, `No mistake. Procedure ${code} version ${version} can be published, in force from ${date(from)}.`);
  return (
    <Alert color="teal" variant="light" icon={<IconCheck aria-hidden />}>
      {text}
    </Alert>
  );
}

interface FaultsProps {
  readonly id: string;
  readonly faults: NonNullable<Problem['errors']>;
  readonly onGoTo: (line: number, column: number) => void;
}

function Faults({ id, faults, onGoTo }: FaultsProps) {
  const { say } = useLanguage();
  return (
    <Alert role="alert" color="red" variant="light" id={id}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {say(`${faults.length} chỗ phải sửa`, `${faults.length} to mend`)}
        </Title>
        <List size="sm" spacing={2}>
          {faults.map(({ line = 1, column = 1, detail, field }, i) => (
            <List.Item key={i}>
              <UnstyledButton style={ROW} c="teal.8" fw={600} onClick={() => onGoTo(line, column)}>
                {say(`Dòng ${line}, cột ${column}`, `Line ${line}, column ${column}`)}
              </UnstyledButton>
              {': '}
              {detail} {field !== '' && <Text span ff="monospace" size="sm">({field})</Text>}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Alert>
  );
}
