import { Group, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { client } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { BusyButton } from '../parts/busy-button';
import { ProblemAlert } from '../parts/problem';
import { useWork } from '../parts/work';
import { CountedText } from './acts/counted-text';

const LONGEST = 5_000;

interface ComplaintAnswerProps {
  readonly complaint: Schemas['Complaint'];
  readonly onAnswered: () => void;
}

/** The answer that the applicant will read. */
export function ComplaintAnswer({ complaint: { complaintId, version }, onAnswered }: ComplaintAnswerProps) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const { run, busy, error } = useWork();
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const missing = text.trim() === '';
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (missing) return;
    const answered = await run(async () => {
      const { data, error: refused } = await client.POST('/v1/complaints/{id}/answer', { params: { path: { id: complaintId }, header: { 'if-match': `"${version}"` } }, body: { text: text.trim() } });
      if (!data) throw refused;
      return data;
    });
    if (answered) onAnswered();
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === '/v1/complaints' });
  };
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <Stack gap="xs">
        <CountedText label={say('Nội dung trả lời', 'Answer')} hint={say('Người phản ánh đọc được nội dung này; gửi rồi không sửa được.', 'Whoever complained will read it; once sent it cannot be changed.')} longest={LONGEST} required value={text} onChange={setText} error={tried && missing ? say('Hãy điền mục này', 'Fill this in') : undefined} />
        {error !== null && <ProblemAlert error={error} />}
        <Group>
          <BusyButton type="submit" busy={busy}>
            {say('Gửi trả lời', 'Send the answer')}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  );
}
