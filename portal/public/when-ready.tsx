import { Paper, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { useToday } from '../parts/today';
import { ReadyAnswer } from './ready-answer';
import { ReadyForm } from './ready-form';

const USUAL_TIME = '08:00';

/** When a result would be there if one handed in a dossier then, with every day accounted for. */
export function WhenReadyPage() {
  const { say } = useLanguage();
  const [{ procedure, unit, on, at = USUAL_TIME, phase }, go] = useAddress();
  const today = useToday();
  const day = on ?? today;
  // The day asked about stays in the address: whoever is sent it sees the same answer tomorrow.
  useEffect(() => {
    if (on === undefined && today !== '') go({ on: today }, { keepHistory: false });
  }, [on, today]);
  const ready = procedure !== undefined && day !== '' && /^\d{2}:\d{2}$/.test(at);
  const answer = api.useQuery(
    'get',
    '/v1/calendar/due',
    { params: { query: { received: `${day}T${at}+07:00`, procedure: procedure ?? '', ...(unit === undefined ? {} : { unit }), ...(phase === undefined ? {} : { phase }) } } },
    { enabled: ready, retry: false },
  );
  return (
    <Page title={say('Khi nào có kết quả?', 'When would it be ready?')}>
      <Text maw="70ch" className="no-print">
        {say('Chọn thủ tục, nơi nộp và lúc nộp: hệ thống tính ngày hẹn trả theo quy định và giải thích từng ngày.', 'Choose the procedure, where and when it is handed in: the promised date is worked out by the rules, and each day explained.')}
      </Text>
      <ReadyForm procedure={procedure} unit={unit} day={day} time={at} phase={phase} onChange={go} />
      <Stack aria-live="polite">
        {!ready ? (
          <Paper withBorder p="lg">
            <Text>{say('Hãy chọn thủ tục để xem ngày hẹn trả.', 'Choose a procedure to see the date.')}</Text>
          </Paper>
        ) : answer.error ? (
          <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} />
        ) : answer.data ? (
          <ReadyAnswer due={answer.data} unit={unit} />
        ) : (
          <Loading />
        )}
      </Stack>
    </Page>
  );
}
