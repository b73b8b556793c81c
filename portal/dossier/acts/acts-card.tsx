import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './acts.module.css';

interface ActsCardProps {
  readonly title: string;
  readonly aside?: ReactNode;
  /** What the work list or a link led to. */
  readonly chosen?: boolean;
  readonly children: ReactNode;
}

/** What can be done about one thing. */
export function ActsCard({ title, aside, chosen = false, children }: ActsCardProps) {
  return (
    <div className={`${classes['task']} ${chosen ? classes['opened'] : ''}`}>
      <Stack gap="xs">
        <Group gap="sm">
          <Title order={3} size="h4">
            {title}
          </Title>
          {aside}
        </Group>
        {children}
      </Stack>
    </div>
  );
}
