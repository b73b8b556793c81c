import { Stack, Title } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  /** 2 below the page's title, 3 below a section's. */
  readonly order?: 2 | 3;
  /** What an address may name to come here. */
  readonly anchor?: string;
  readonly children: ReactNode;
}

/** A part of a page with its heading. */
export function Section({ title, order = 2, anchor, children }: SectionProps) {
  const id = useId();
  return (
    <Stack component="section" gap="xs" aria-labelledby={id} {...(anchor === undefined ? {} : { id: anchor })}>
      <Title order={order} size={order === 2 ? 'h4' : 'h5'} id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}
