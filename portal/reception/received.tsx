import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconPrinter, IconSend } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';
import { perform } from '../parts/performed';
import type { Recorded } from '../parts/performed';
import { ProblemAlert } from '../parts/problem';
import { useKeys, useWork } from '../parts/work';

interface ReceivedProps {
  readonly recorded: Recorded;
  readonly unit: string;
  readonly onNext: () => void;
}

const WORDS = {
  processing: ['Đã tiếp nhận hồ sơ', 'The dossier is accepted'],
  submitted: ['Đã gửi yêu cầu bổ sung', 'What is missing was asked for'],
  'refused-intake': ['Đã từ chối tiếp nhận', 'The dossier was refused'],
} as const;

/** What came of it, and what is done next: the receipt, passing it on, the next person. */
export function Received({ recorded, unit, onNext }: ReceivedProps) {
  const { say } = useLanguage();
  const first = useRef<HTMLElement>(null);
  useEffect(() => first.current?.focus(), []);
  const accepted = recorded.stage === 'processing';
  const [vi, en] = WORDS[recorded.stage as keyof typeof WORDS] ?? WORDS.processing;
  return (
    <Paper withBorder p="lg" role="status">
      <Stack>
        <Group gap="sm">
          <IconCheck aria-hidden />
          <Title order={2} size="h3">
            {say(vi, en)}
          </Title>
        </Group>
        {accepted && (
          <Text size="xl" fw={600} className="number">
            {recorded.code}
          </Text>
        )}
        {accepted && recorded.dueAt !== null && (
          <Text>
            {say('Hẹn trả kết quả', 'Result promised for')}: <b className="number">{dateTime(recorded.dueAt)}</b>
          </Text>
        )}
        <Group>
          {accepted && (
            <Button ref={first as never} component={Link} to={`/dossiers/${recorded.code ?? recorded.dossierId}/receipt` as never} leftSection={<IconPrinter size={20} aria-hidden />}>
              {say('In giấy tiếp nhận', 'Print the receipt')}
            </Button>
          )}
          {accepted && <PassOn dossierId={recorded.dossierId} unit={unit} />}
          {!accepted && (
            <Button ref={first as never} component={Link} to={`/dossiers/${recorded.dossierId}/papers` as never} leftSection={<IconPrinter size={20} aria-hidden />}>
              {recorded.stage === 'refused-intake' ? say('In phiếu từ chối', 'Print the notice of refusal') : say('In phiếu yêu cầu bổ sung', 'Print the request')}
            </Button>
          )}
          <Button variant="default" onClick={onNext}>
            {say('Hồ sơ tiếp theo', 'Next dossier')}
          </Button>
          <Button variant="default" component={Link} to={`/dossiers/${recorded.code ?? recorded.dossierId}` as never}>
            {say('Mở hồ sơ', 'Open the dossier')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** Reception is done with once the dossier goes to whoever is competent. */
function PassOn({ dossierId, unit }: { readonly dossierId: string; readonly unit: string }) {
  const { say } = useLanguage();
  const keyed = useKeys();
  const { busy, waiting, error, run } = useWork();
  const [done, setDone] = useState(false);
  const passOn = (): void => {
    const body = { as: `receptionist@${unit}` };
    void run((onWaiting) => keyed([dossierId, 'complete'], (key) => perform(dossierId, 'complete', body, key, onWaiting))).then((recorded) => setDone(recorded !== undefined));
  };
  if (error !== null) return <ProblemAlert error={error} onRetry={passOn} />;
  return (
    <Button variant="default" leftSection={done ? <IconCheck size={20} aria-hidden /> : <IconSend size={20} aria-hidden />} loading={busy} disabled={done} onClick={passOn}>
      {done ? say('Đã chuyển xử lý', 'Passed on') : waiting ? say('Đã nhận, đang chờ ghi', 'Received, being recorded') : say('Chuyển xử lý', 'Pass it on')}
    </Button>
  );
}
