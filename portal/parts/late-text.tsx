import { Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** What is late: sign, colour and word. */
export function LateText({ children }: { readonly children: ReactNode }) {
  return (
    <Group component="span" gap={6} wrap="nowrap" display="inline-flex" c="red.9">
      <IconAlertTriangle size={18} aria-hidden style={{ flex: 'none' }} />
      <Text span fw={600} style={{ whiteSpace: 'nowrap' }}>
        {children}
      </Text>
    </Group>
  );
}
