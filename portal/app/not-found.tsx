import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useLanguage } from './language';
import { Page } from '../parts/page';

export function NotFound() {
  const { say } = useLanguage();
  return (
    <Page title={say('Không có trang này', 'There is no such page')}>
      <Stack align="flex-start">
        <Text>{say('Địa chỉ có thể đã đổi hoặc gõ nhầm.', 'The address may have changed, or has a typing error.')}</Text>
        <Anchor component={Link} to="/">
          {say('Về trang đầu', 'To the first page')}
        </Anchor>
      </Stack>
    </Page>
  );
}
