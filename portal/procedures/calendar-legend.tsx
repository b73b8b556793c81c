import { Group, Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import classes from './calendar.module.css';

/** What the squares mean. */
export function CalendarLegend() {
  const { say } = useLanguage();
  const entry = (look: string | undefined, sample: string, tag: string, meaning: string) => (
    <Text size="sm" key={meaning}>
      <span className={`${classes['legend']} ${look ?? ''}`} aria-hidden>
        {sample}
        {tag !== '' && <span className={classes['tag']}>{tag}</span>}
      </span>
      {meaning}
    </Text>
  );
  return (
    <Group gap="lg">
      {entry('', '1', '', say('ngày làm việc', 'working day'))}
      {entry(classes['weekend'], '1', '', say('nghỉ cuối tuần', 'weekend'))}
      {entry(classes['off'], '1', say('nghỉ', 'off'), say('nghỉ lễ, nghỉ bù', 'day off'))}
      {entry(classes['make-up'], '1', say('bù', 'work'), say('ngày làm bù', 'make-up day'))}
      {entry(classes['today'], '1', '', say('hôm nay', 'today'))}
    </Group>
  );
}
