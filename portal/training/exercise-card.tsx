import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../app/language';
import type { Exercise } from './exercises';
import classes from './training.module.css';

interface ExerciseCardProps {
  readonly exercise: Exercise;
  readonly done: boolean;
  readonly onMark: (done: boolean) => void;
  /** Where nothing is a demonstration, the pages hold real dossiers: no link leads there. */
  readonly linked: boolean;
}

/** One thing to practise, how one sees that it worked, and whether it was done. */
export function ExerciseCard({ exercise: { title, task, look, to, outside }, done, onMark, linked }: ExerciseCardProps) {
  const { say, of } = useLanguage();
  const open = say('Mở trang', 'Open the page');
  const name = `${open}: ${of(title)}`;
  const [path = '', query] = (to ?? '').split('?');
  return (
    <li className={classes['exercise']} data-done={done}>
      <Checkbox checked={done} onChange={({ currentTarget: { checked } }) => onMark(checked)} label={<b>{of(title)}</b>} />
      <Stack gap={4} className={classes['words'] ?? ''}>
        <Text>{of(task)}</Text>
        <Text>
          <b>{say('Kết quả', 'You see')}:</b> {of(look)}
        </Text>
        {linked && to !== undefined && (
          <div>
            {outside ? (
              <Button component="a" href={to} variant="default" size="xs" rightSection={<IconArrowRight size={18} aria-hidden />} aria-label={name}>
                {open}
              </Button>
            ) : (
              <Button component={Link} to={path as never} search={Object.fromEntries(new URLSearchParams(query)) as never} variant="default" size="xs" rightSection={<IconArrowRight size={18} aria-hidden />} aria-label={name}>
                {open}
              </Button>
            )}
          </div>
        )}
      </Stack>
    </li>
  );
}
