import { ActionIcon, Code, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useLanguage } from '../app/language';

/** A command to be typed on the server, to be taken along. */
export function Command({ children }: { readonly children: string }) {
  const { say } = useLanguage();
  return (
    <Group gap={4} wrap="nowrap">
      <Code fz="sm">{children}</Code>
      <CopyButton value={children}>
        {({ copied, copy }) => (
          <ActionIcon variant="default" onClick={copy} aria-label={copied ? say('Đã chép', 'Copied') : say(`Chép lệnh ${children}`, `Copy the command ${children}`)}>
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
