import { Title } from '@mantine/core';
import { useEffect } from 'react';
import { useLanguage } from './language';
import { useSessionError } from './session';
import classes from './shell.module.css';
import { ProblemAlert } from '../parts/problem';

const ASK_EVERY_MS = 5_000;

/** Before it is known who is there: nothing for a moment, and what to do where the server does not say. */
export function Starting() {
  const { say } = useLanguage();
  const { error, again } = useSessionError();
  const failed = error !== null;
  useEffect(() => {
    if (!failed) return undefined;
    const asking = setInterval(again, ASK_EVERY_MS);
    return () => clearInterval(asking);
  });
  if (!failed) return null;
  return (
    <main className={classes['starting']}>
      <Title order={1} size="h2" mb="md">
        {say('Một cửa liên thông', 'One-stop processing')}
      </Title>
      <ProblemAlert error={error} onRetry={again} />
    </main>
  );
}
