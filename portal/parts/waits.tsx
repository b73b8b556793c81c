import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useNotify } from './notify';

/** Whether an answer says that it was not done yet: another person has to confirm it. */
export const isWaiting = (
  answer: unknown,
): answer is Schemas['Confirmation'] => typeof answer === 'object' && answer !== null && 'mayConfirm' in answer;

/** Says of an answer that it waits for a second person, where it does; whether it does. */
export function useWaits(): (answer: unknown) => boolean {
  const { say } = useLanguage();
  const notify = useNotify();
  return (answer) => {
    if (!isWaiting(answer)) return false;
    notify(say('Đã gửi đề nghị; chỉ thực hiện khi người thứ hai xác nhận (mục “Chờ xác nhận”).', 'Proposed; it is done when a second person confirms it (under “Waiting for a second person”).'));
    return true;
  };
}
