import { notifications } from '@mantine/notifications';
import { useLanguage } from '../app/language';

/** Says in passing that something was done. */
export function useNotify(): (message: string) => void {
  const { say } = useLanguage();
  return (message) => void notifications.show({ message, closeButtonProps: { 'aria-label': say('Đóng', 'Close') } });
}
