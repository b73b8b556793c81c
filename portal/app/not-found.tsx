import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useLanguage } from './language';

export function NotFound() {
  const { say } = useLanguage();
  return (
    <Stack p="xl">
      <Title order={1}>{say('Không có trang này', 'There is no such page')}</Title>
      <Text>{say('Địa chỉ có thể đã đổi hoặc gõ nhầm.', 'The address may have changed, or has a typing error.')}</Text>
      <Anchor href="/">{say('Về trang đầu', 'To the first page')}</Anchor>
    </Stack>
  );
}
