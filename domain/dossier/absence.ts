import type { Text } from '../text';

/**
 * Why somebody cannot go on with a task they have in hand: their post at that desk, or their standing in for it, ended;
 * their account was closed; or whoever they stood in for is back.
 */
export const ABSENCE_GROUNDS = ['post-ended', 'account-closed', 'holder-back'] as const;
export type AbsenceGround = (typeof ABSENCE_GROUNDS)[number];

/** The same as the end of a sentence about that person. */
export const ABSENT: Readonly<Record<AbsenceGround, Text>> = {
  'post-ended': { en: 'no longer holds that post', vi: 'không còn giữ vị trí này' },
  'account-closed': { en: 'can no longer sign in', vi: 'không còn đăng nhập được' },
  'holder-back': { en: 'stood in for somebody who is back', vi: 'làm thay cho người nay đã trở lại' },
};
