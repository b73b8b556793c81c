import { Alert, Button, Center, Group, List, Loader, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInbox, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isProblem } from '../app/api';
import { useLanguage } from '../app/language';

/** Wrong, and not forbidden: whoever typed it types it again. */
const MISTYPED = new Set(['CODE_WRONG', 'KEY_NOT_PROVED', 'PASSWORD_WRONG']);

/** What went wrong and what to do, in the server's own words. */
export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { say } = useLanguage();
  const problem = isProblem(error) ? error : null;
  const forbidden = (problem?.status === 403 || problem?.status === 401) && !MISTYPED.has(problem.code);
  const offline = problem === null;
  const unknown = problem?.code === 'OUTCOME_UNKNOWN';
  const title = unknown
    ? say('Chưa rõ kết quả', 'Not known yet')
    : offline ? say('Không kết nối được máy chủ', 'The server does not answer') : forbidden ? say('Không có quyền', 'Not permitted') : say('Không thực hiện được', 'Not done');
  return (
    <Alert role="alert" color={forbidden ? 'gray' : 'red'} variant="light" title={title} icon={forbidden ? <IconLock aria-hidden /> : offline ? <IconPlugConnectedX aria-hidden /> : <IconAlertTriangle aria-hidden />}>
      <Stack gap="xs">
        <Text>{unknown ? say(AGAIN.vi, AGAIN.en) : problem?.detail ?? say('Hãy kiểm tra kết nối mạng rồi thử lại; những gì đang nhập vẫn được giữ.', 'Check the connection and try again; what you have typed is kept.')}</Text>
        {problem?.errors && (
          <List size="sm">
            {problem.errors.map(({ field, detail }, i) => (
              <List.Item key={i}>
                {detail} <Text span c="dimmed">({field})</Text>
              </List.Item>
            ))}
          </List>
        )}
        {problem?.conflict && <Conflict conflict={problem.conflict} />}
        {onRetry && (
          <Group>
            <Button variant="default" onClick={onRetry}>
              {say('Thử lại', 'Try again')}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

/** The key, of which the server speaks, is kept here: people need not know of it. */
const AGAIN = {
  vi: 'Chưa biết việc này đã được thực hiện hay chưa. Hãy bấm lại nếu trang chưa hiện kết quả; việc chỉ được ghi một lần.',
  en: 'It is not known whether this was done. Press again if the page does not show it; it is recorded once.',
} as const;

/** Somebody was faster: who, and what they did. */
function Conflict({ conflict }: { readonly conflict: NonNullable<import('../app/api').Problem['conflict']> }) {
  const { say } = useLanguage();
  const last = conflict.lastActs[0];
  if (!last) return null;
  return (
    <Text>
      {say('Thao tác gần nhất', 'Done last')}: <b>{last.act}</b> – {last.by}
      {conflict.task?.assignee ? ` · ${say('đang giữ việc', 'has the task')}: ${conflict.task.assignee}` : ''}
    </Text>
  );
}

export const Loading = () => {
  const { say } = useLanguage();
  return (
    <Center p="xl" role="status" aria-live="polite">
      <Group>
        <Loader size="sm" aria-hidden />
        <Text>{say('Đang tải…', 'Loading…')}</Text>
      </Group>
    </Center>
  );
};

/** Nothing here, and what that means or what to do next. */
export function Empty({ title, icon: Icon = IconInbox, children }: { readonly title: string; readonly icon?: typeof IconInbox; readonly children?: ReactNode }) {
  return (
    <Center p="xl">
      <Stack align="center" gap="xs">
        <Icon size={40} stroke={1.2} aria-hidden />
        <Text fw={600} size="lg" ta="center">
          {title}
        </Text>
        {children !== undefined && <Text c="dimmed" ta="center">{children}</Text>}
      </Stack>
    </Center>
  );
}
