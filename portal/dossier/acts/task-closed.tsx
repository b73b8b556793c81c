import { Alert } from '@mantine/core';
import { useLanguage } from '../../app/language';
import { dateTime } from '../../parts/dates';
import type { Task } from './act-values';

/** The task that a link led to is done: the list was older than the dossier, or somebody was faster. */
export function TaskClosed({ task: { name, closedAt } }: { readonly task: Task }) {
  const { say, of } = useLanguage();
  return (
    <Alert color="gray" role="status">
      {say(`Việc “${of(name)}” đã kết thúc lúc ${dateTime(closedAt)}.`, `“${of(name)}” was closed at ${dateTime(closedAt)}.`)}
    </Alert>
  );
}
