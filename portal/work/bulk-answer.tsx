import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClockHour4 } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../app/language';
import { count } from '../parts/numbers';
import { DossierLink } from '../parts/dossier-link';
import { ACT_WORDS } from './act-words';
import type { BulkDone, Outcome } from './use-bulk';
import { keyOf } from './work-query';
import classes from './work-list.module.css';

/** What became of each of the chosen tasks; those that were refused come first. */
export function BulkAnswer({ done: { act, outcomes }, onClose }: { readonly done: BulkDone; readonly onClose: () => void }) {
  const { say, of, language } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const those = (became: Outcome['became']): readonly Outcome[] => outcomes.filter((each) => each.became === became);
  const [refused, unknown] = [those('refused'), those('unknown')];
  const [pending, recorded] = [those('pending'), those('recorded')];
  return (
    <Paper withBorder p="md" component="section" aria-label={say('Kết quả thao tác', 'What became of it')}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Title order={2} size="h4" ref={heading} tabIndex={-1} className={classes['told']}>
          {of(ACT_WORDS[act].name)}: {say(`đã ghi ${count(recorded.length, language)} trên ${count(outcomes.length, language)} việc`, `${count(recorded.length, language)} of ${count(outcomes.length, language)} recorded`)}
        </Title>
        <Button variant="default" size="xs" onClick={onClose}>
          {say('Đóng', 'Close')}
        </Button>
      </Group>
      <ul className={classes['outcomes']}>
        {[...refused, ...unknown, ...pending, ...recorded].map((outcome) => (
          <OneOutcome key={keyOf(outcome.item)} outcome={outcome} />
        ))}
      </ul>
    </Paper>
  );
}

function OneOutcome({ outcome: { item, became, problem } }: { readonly outcome: Outcome }) {
  const { say, of } = useLanguage();
  const look = {
    recorded: { icon: IconCheck, word: say('Đã ghi', 'Recorded'), color: 'teal.7' },
    pending: { icon: IconClockHour4, word: say('Đã nhận, đang chờ ghi', 'Received, waiting to be recorded'), color: 'yellow.9' },
    unknown: { icon: IconClockHour4, word: say('Chưa rõ kết quả', 'Not known yet'), color: 'yellow.9' },
    refused: { icon: IconAlertTriangle, word: say('Không ghi được', 'Not recorded'), color: 'red.9' },
  }[became];
  return (
    <li>
      <Text component="span" c={look.color} fw={600} className={classes['became']}>
        <look.icon size={18} aria-hidden /> {look.word}
      </Text>{' '}
      <DossierLink dossierId={item.dossierId} code={item.code} task={item.taskId} /> · {of(item.name)}
      {problem && <Text>{problem.detail}</Text>}
    </li>
  );
}
