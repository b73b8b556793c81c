import { Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { client } from './api';
import { useLanguage } from './language';
import { useAnswering } from './line';
import classes from './shell.module.css';

const ASK_EVERY_MS = 5_000;

/** While the server does not answer it says so, and goes by itself when it does; then what is shown is read again. */
export function LineNotice() {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const answering = useAnswering();
  const broken = useRef(false);
  useEffect(() => {
    if (answering) {
      if (broken.current) void queries.invalidateQueries();
      broken.current = false;
      return undefined;
    }
    broken.current = true;
    const ask = (): void => void client.GET('/v1/identity').catch(() => undefined);
    const asking = setInterval(ask, ASK_EVERY_MS);
    window.addEventListener('online', ask);
    return () => {
      clearInterval(asking);
      window.removeEventListener('online', ask);
    };
  }, [answering, queries]);
  return (
    <div role="status">
      {!answering && (
        <div className={classes['line']}>
          <IconPlugConnectedX size={20} aria-hidden />
          <Text>{say('Không kết nối được máy chủ; đang tự kết nối lại. Những gì đang nhập vẫn được giữ.', 'The server does not answer; trying again by itself. What you have typed is kept.')}</Text>
        </div>
      )}
    </div>
  );
}
