import { Alert, Progress, Stack, Text } from '@mantine/core';
import { IconCheck, IconLoader2 } from '@tabler/icons-react';
import { useCallback } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';
import { ProblemAlert } from '../parts/problem';

const ASK_EVERY_MS = 2_000;

/** How far the open dossiers have been told of an amendment. */
export function AmendmentProgress({ version }: { readonly version: number }) {
  const { say } = useLanguage();
  const { data, error, refetch } = api.useQuery('get', '/v1/calendar/amendments/{version}', { params: { path: { version } } }, { refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : ASK_EVERY_MS) });
  // Whoever has just published stands at the foot of a long form.
  const lead = useCallback((alert: HTMLDivElement | null) => alert?.focus(), []);
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const finished = data.state === 'done';
  return (
    <Alert ref={lead} tabIndex={-1} color="teal" variant="light" icon={finished ? <IconCheck aria-hidden /> : <IconLoader2 aria-hidden />} title={say(`Lịch phiên bản ${data.version} đã công bố`, `Calendar version ${data.version} is published`)}>
      <Stack gap="xs">
        <Text>
          {data.reason} · {dateTime(data.publishedAt)} · {data.publishedBy}
        </Text>
        <Text role="status">
          {finished ? say(`Đã thông báo xong cho ${data.total} hồ sơ đang giải quyết.`, `All ${data.total} open dossiers have been told.`) : say(`Đang thông báo: ${data.done} / ${data.total} hồ sơ.`, `Telling: ${data.done} of ${data.total} dossiers.`)}
          {data.unreached > 0 && ` ${say(`${data.unreached} hồ sơ chưa trả lời, sẽ được hỏi lại.`, `${data.unreached} did not answer and are asked again.`)}`}
        </Text>
        {!finished && <Progress value={data.total === 0 ? 100 : (100 * data.done) / data.total} aria-label={say('Tiến độ thông báo', 'Progress of telling')} />}
      </Stack>
    </Alert>
  );
}
