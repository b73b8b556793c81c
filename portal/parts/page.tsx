import { Group, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';

interface PageProps {
  readonly title: string;
  /** Stands before the title in the browser's tab: a count of what waits. */
  readonly count?: number | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page: its title, what can be done on it as a whole, its content. */
export function Page({ title, count, actions, children }: PageProps) {
  const { say } = useLanguage();
  useDocumentTitle(`${count ? `(${count}) ` : ''}${title} · ${say('Một cửa liên thông', 'One-stop processing')}`);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <Title order={1} size="h2">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
