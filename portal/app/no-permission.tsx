import { Anchor, Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useLanguage } from './language';
import type { Place } from './places';
import { Page } from '../parts/page';
import { Empty } from '../parts/problem';

/** A page that exists, for others. */
export function NoPermission({ place, to }: { readonly place: Place; readonly to: string }) {
  const { say } = useLanguage();
  return (
    <Page title={say(place.vi, place.en)}>
      <Stack align="center" gap={0}>
        <Empty icon={IconLock} title={say('Vị trí của bạn không dùng trang này', 'Your posts have no use of this page')}>
          {say('Nếu công việc cần đến, hãy đề nghị quản trị viên bố trí vị trí phù hợp.', 'If your work needs it, ask the administrator for the post that has it.')}
        </Empty>
        <Anchor component={Link} to={to}>
          {say('Về trang đầu', 'To the first page')}
        </Anchor>
      </Stack>
    </Page>
  );
}
