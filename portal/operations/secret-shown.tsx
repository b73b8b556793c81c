import { Alert, Button, Code, CopyButton, Group, Stack } from '@mantine/core';
import { IconCopy, IconKey } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { Dialog } from '../parts/dialog';

/** A secret, this once. */
export function SecretShown({ secret, onClose }: { readonly secret: string | null; readonly onClose: () => void }) {
  const { say } = useLanguage();
  return (
    <Dialog opened={secret !== null} onClose={onClose} title={say('Khóa ký tin', 'Secret')} guarded>
      <Stack>
        <Alert color="gray" icon={<IconKey aria-hidden />} title={say('Chỉ hiện một lần', 'Shown this once')}>
          {say('Hãy chép và giao cho bên nhận bằng đường an toàn. Đóng hộp này rồi không xem lại được; mất thì đổi khóa mới.', 'Copy it and hand it over in a safe way. It cannot be shown again; if it is lost, make a new one.')}
        </Alert>
        <Code block>{secret}</Code>
        <Group justify="flex-end">
          <CopyButton value={secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={copy}>
                {copied ? say('Đã chép', 'Copied') : say('Chép khóa', 'Copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{say('Đã lưu, đóng', 'Kept; close')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
