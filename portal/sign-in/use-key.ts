import { useState } from 'react';
import { isProblem } from '../app/api';
import { useLanguage } from '../app/language';

interface Answer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
}

/** One ceremony with a security key: what the server asks, what the key answers, what the server says to that. */
export function useKey<T>(
  begin: () => Promise<Answer<unknown>>,
  finish: (options: never) => Promise<Answer<T>>,
  done: (data: T) => void,
) {
  const { say } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const begun = await begin().catch(() => ({ error: {} }) as Answer<unknown>);
    const finished = begun.data === undefined ? begun : await finish(begun.data as never).catch(() => UNUSED);
    setBusy(false);
    const { data, error: refused } = finished as Answer<T>;
    if (data !== undefined && begun.data !== undefined) return done(data);
    const detail = say(
      'Khóa bảo mật chưa trả lời, hoặc không thuộc về trang này. Hãy cắm khóa rồi thử lại, hoặc dùng cách khác.',
      'The security key gave no answer, or does not belong to this site. Plug it in and try again, or take another way.',
    );
    return setError(
      isProblem(refused) ? refused : finished === UNUSED ? { code: 'KEY_UNUSED', status: 400, detail } : {},
    );
  };
  return { run: () => void run(), busy, error };
}

const UNUSED: Answer<never> = {};
