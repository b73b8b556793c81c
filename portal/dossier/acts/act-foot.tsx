import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useLanguage } from '../../app/language';
import { BusyButton } from '../../parts/busy-button';

interface ActFootProps {
  readonly name: string;
  /** It cannot be taken back. */
  readonly final: boolean;
  /** There is something to fill in. */
  readonly asks: boolean;
  /** It is filled in, and asked once more. */
  readonly sure: boolean;
  readonly busy: boolean;
  /** Received, and not recorded yet. */
  readonly waiting: boolean;
  /** Back to what was filled in. */
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** The buttons of an act; the one that cannot be undone says so before it is done. */
export function ActFoot({ name, final, asks, sure, busy, waiting, onBack, onClose }: ActFootProps) {
  const { say } = useLanguage();
  const asking = final && (sure || !asks);
  return (
    <>
      <div role="status">
        {asking && (
          <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} title={say('Chắc chắn thực hiện?', 'Are you sure?')}>
            {say('Thao tác này không hoàn tác được.', 'This cannot be undone.')}
          </Alert>
        )}
        {waiting && <Text fw={600}>{say('Đã nhận, đang chờ ghi…', 'Received, waiting to be recorded…')}</Text>}
      </div>
      <Group justify="flex-end">
        {asking && asks ? (
          <Button variant="default" onClick={onBack}>
            {say('Xem lại', 'Back')}
          </Button>
        ) : (
          <Button variant="default" onClick={onClose}>
            {say('Đóng', 'Close')}
          </Button>
        )}
        <BusyButton type="submit" busy={busy} data-autofocus={(!asks && !final) || undefined} {...(asking ? { color: 'red.9' } : {})}>
          {asking ? say(`Chắc chắn: ${name}`, `Yes: ${name}`) : name}
        </BusyButton>
      </Group>
    </>
  );
}
