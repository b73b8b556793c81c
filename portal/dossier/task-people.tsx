import { Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, client } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { BusyButton } from '../parts/busy-button';
import { later } from '../parts/later';
import { ProblemAlert } from '../parts/problem';
import { useWork } from '../parts/work';
import type { Task } from './use-dossier';
import classes from './acts/acts.module.css';

const { Part: AddTaskPerson } = later(() => import('./add-task-person').then((part) => part.AddTaskPerson));

const PARTS: Readonly<Record<'co-handler' | 'monitor', readonly [string, string]>> = { 'co-handler': ['phối hợp', 'co-handler'], monitor: ['theo dõi', 'monitor'] };

/** Who takes part in a task beside its main handler; only the agency that has it learns that. */
export function TaskPeople({ dossierId, task }: { readonly dossierId: string; readonly task: Task }) {
  const { say } = useLanguage();
  const session = useSession();
  const queries = useQueryClient();
  const summary = useRef<HTMLElement>(null);
  const { run, busy, error } = useWork();
  const ours = session?.postings.filter(({ agency }) => agency === task.agency) ?? [];
  const path = { reference: dossierId, taskId: task.taskId };
  const read = api.useQuery('get', '/v1/dossiers/{reference}/tasks/{taskId}/people', { params: { path } }, { enabled: ours.length > 0 || isKind(session, 'auditor') });
  if (!read.data) return null;
  const changes = task.assignee === session?.person || ours.some(({ role }) => role === 'division-head' || role === 'leader');
  const again = (): Promise<void> => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === '/v1/dossiers/{reference}/tasks/{taskId}/people' });
  const remove = (person: string): Promise<unknown> =>
    run(async () => {
      const { data, error: refused } = await client.DELETE('/v1/dossiers/{reference}/tasks/{taskId}/people/{person}', { params: { path: { ...path, person } } });
      if (!data) throw refused;
      await again();
      // Its button is gone.
      summary.current?.focus();
    });
  const { items } = read.data;
  if (items.length === 0 && !changes) return null;
  return (
    <details className={classes['others']}>
      <summary ref={summary}>{say(`Người phối hợp, theo dõi (${items.length})`, `Co-handlers and monitors (${items.length})`)}</summary>
      <Text size="sm" my={4}>
        {say('Cùng xem và được báo về việc này; chỉ người xử lý chính quyết định.', 'They see the task and are told of it; only its main handler decides.')}
      </Text>
      <ul>
        {items.map(({ person, name, part }) => (
          <li key={person}>
            <Group gap="sm">
              <span>
                {name} – {say(...PARTS[part])}
              </span>
              {changes && (
                <BusyButton size="compact-sm" variant="default" busy={busy} onClick={() => void remove(person)} aria-label={`${say('Bỏ', 'Remove')} ${name}`}>
                  {say('Bỏ', 'Remove')}
                </BusyButton>
              )}
            </Group>
          </li>
        ))}
      </ul>
      {error !== null && <ProblemAlert error={error} />}
      {changes && <AddTaskPerson dossierId={dossierId} task={task} onAdded={again} />}
    </details>
  );
}
