import { Paper, Stack, Text, Title } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { holdsRole, useSession } from '../app/session';
import { dateTime } from '../parts/dates';
import { LateText } from '../parts/late-text';
import { later } from '../parts/later';
import { usePersonName } from '../parts/people-names';
import classes from './history.module.css';

const { Part: ComplaintAnswer } = later(() => import('./complaint-answer').then((part) => part.ComplaintAnswer));

/** One complaint with its answer or, for those who may give it, the form. */
export function Complaint({ complaint }: { readonly complaint: Schemas['Complaint'] }) {
  const { say } = useLanguage();
  const session = useSession();
  const personName = usePersonName();
  const heading = useRef<HTMLHeadingElement>(null);
  const [told, setTold] = useState(false);
  const { receivedAt, dueAt, overdue, text, contact, answeredAt, answeredBy, answer } = complaint;
  const answers = holdsRole(session, 'leader') || holdsRole(session, 'procedure-control');
  const answered = (): void => {
    setTold(true);
    // The form goes away, and the focus with it.
    heading.current?.focus();
  };
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Title order={3} size="h4" tabIndex={-1} ref={heading}>
          {say(`Phản ánh ngày ${dateTime(receivedAt)}`, `Complaint of ${dateTime(receivedAt)}`)}
        </Title>
        <div role="status">{told && <Text fw={600}>{say('Đã gửi trả lời.', 'The answer was sent.')}</Text>}</div>
        <blockquote className={classes['note']}>{text ?? say('(đã xóa theo quy định)', '(erased)')}</blockquote>
        {contact !== null && <Text>{say(`Liên hệ: ${contact}`, `To be reached at: ${contact}`)}</Text>}
        {answeredAt === null ? (
          <div>{overdue ? <LateText>{say(`Quá hạn trả lời ${dateTime(dueAt)}`, `The answer was due ${dateTime(dueAt)}`)}</LateText> : say(`Phải trả lời trước ${dateTime(dueAt)}.`, `To be answered by ${dateTime(dueAt)}.`)}</div>
        ) : (
          <>
            <Text fw={600}>
              {say('Trả lời', 'Answer')} {dateTime(answeredAt)}
              {answeredBy !== null && ` · ${personName(answeredBy)}`}
            </Text>
            <blockquote className={classes['note']}>{answer ?? say('(đã xóa theo quy định)', '(erased)')}</blockquote>
          </>
        )}
        {answeredAt === null && (answers ? <ComplaintAnswer complaint={complaint} onAnswered={answered} /> : <Text>{say('Lãnh đạo nơi tiếp nhận hoặc kiểm soát thủ tục hành chính trả lời.', 'The leader of the receiving unit or procedure control answers it.')}</Text>)}
      </Stack>
    </Paper>
  );
}
