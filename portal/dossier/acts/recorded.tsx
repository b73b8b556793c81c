import { Group, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useLanguage } from '../../app/language';

/** Says that an act was done; nothing before the first one. */
export function Recorded({ act }: { readonly act: string }) {
  const { say } = useLanguage();
  return (
    <div role="status">
      {act !== '' && (
        <Group gap={8} wrap="nowrap" c="teal.8">
          <IconCircleCheck size={20} aria-hidden style={{ flex: 'none' }} />
          <Text fw={600}>
            {act}: {say('đã ghi nhận', 'recorded')}
          </Text>
        </Group>
      )}
    </div>
  );
}
