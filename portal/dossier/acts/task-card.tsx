import { Badge, Text } from '@mantine/core';
import { useLanguage } from '../../app/language';
import { useAgencyName } from '../../parts/agency-names';
import { dateTime } from '../../parts/dates';
import { LateText } from '../../parts/late-text';
import { usePersonName } from '../../parts/people-names';
import { TaskPeople } from '../task-people';
import { taskStatus } from '../task-words';
import { useIsPast } from '../use-dossier';
import { ActList } from './act-list';
import type { Dossier, Possible, Task } from './act-values';
import { ActsCard } from './acts-card';
import { LawNow } from './law-now';

interface TaskCardProps {
  readonly dossier: Dossier;
  readonly task: Task;
  readonly chosen: boolean;
  readonly onAsk: (possible: Possible) => void;
  readonly onDone: (act: string) => void;
}

/** One open task: who has it, until when, what is asked, what may be done. */
export function TaskCard({ dossier, task, chosen, onAsk, onDone }: TaskCardProps) {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  const personName = usePersonName();
  const isPast = useIsPast(dossier.dossierId);
  return (
    <ActsCard
      title={of(task.name)}
      chosen={chosen}
      aside={
        <Badge variant="light" color="gray" c="dark.8" size="lg" tt="none">
          {task.status === 'open' && task.assignee !== null ? say('Đã phân công', 'Assigned') : of(taskStatus(task.status))}
        </Badge>
      }
    >
      <Text component="div">
        {agencyName(task.agency)} · {task.assignee === null ? say('chưa ai nhận', 'nobody has it yet') : personName(task.assignee)}
        {task.dueAt !== null && (
          <>
            {' · '}
            {say('hạn', 'due')} <b className="number">{dateTime(task.dueAt)}</b>
            {isPast(task.dueAt) && (
              <>
                {' '}
                <LateText>{say('quá hạn', 'overdue')}</LateText>
              </>
            )}
          </>
        )}
      </Text>
      <LawNow dossier={dossier} task={task} />
      <ActList dossier={dossier} acts={dossier.acts.filter(({ taskId }) => taskId === task.taskId)} onAsk={onAsk} onDone={onDone} />
      <TaskPeople dossierId={dossier.dossierId} task={task} />
    </ActsCard>
  );
}
