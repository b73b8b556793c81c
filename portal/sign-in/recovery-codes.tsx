import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPrinter } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import classes from './sign-in.module.css';

/** Shown once: whoever has lost telephone and key comes in with these. */
export function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  const { say } = useLanguage();
  return (
    <Stack>
      <Alert
        color="orange"
        icon={<IconAlertTriangle aria-hidden />}
        title={say('Hãy lưu các mã khôi phục', 'Keep these recovery codes')}
      >
        <Text c="dark.8">
          {say(
            'Mỗi mã dùng được một lần khi bạn mất điện thoại hoặc khóa. Các mã chỉ hiện lần này; hãy in hoặc chép ra giấy và cất nơi an toàn.',
            'Each is good for one sign-in when you have lost telephone or key. They are shown this once; print or copy them and lock them away.',
          )}
        </Text>
      </Alert>
      <ul className={classes['codes']} aria-label={say('Mã khôi phục', 'Recovery codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {say('In', 'Print')}
        </Button>
        <Button onClick={onKept}>{say('Tôi đã lưu, tiếp tục', 'I have kept them, go on')}</Button>
      </Group>
    </Stack>
  );
}
