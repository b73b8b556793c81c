import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useLanguage } from '../app/language';

/** Whether the log is as it was written. */
export function LogIntact({ intact }: { readonly intact: boolean }) {
  const { say } = useLanguage();
  return (
    <Group gap={6} wrap="nowrap" c={intact ? undefined : 'red.9'}>
      {intact ? <IconCircleCheck size={18} aria-hidden style={{ flex: 'none' }} /> : <IconAlertTriangle size={18} aria-hidden style={{ flex: 'none' }} />}
      <Text size="sm" fw={intact ? 400 : 600}>
        {intact ? say('Chuỗi sự kiện nguyên vẹn: nhật ký chưa bị sửa.', 'The chain of events is intact: nobody has changed the log.') : say('Chuỗi sự kiện KHÔNG nguyên vẹn; hãy báo bộ phận vận hành.', 'The chain of events is NOT intact; tell those who operate.')}
      </Text>
    </Group>
  );
}
