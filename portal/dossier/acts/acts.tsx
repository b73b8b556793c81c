import { Text } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../../app/language';
import { later } from '../../parts/later';
import { Section } from '../section';
import { useDialogFocus } from '../use-dialog-focus';
import { ActList } from './act-list';
import type { Dossier, Possible } from './act-values';
import { ActsCard } from './acts-card';
import { Recorded } from './recorded';
import { TaskCard } from './task-card';
import { TaskClosed } from './task-closed';

const { Part: ActDialog, useEarly } = later(() => import('./act-dialog').then((part) => part.ActDialog));

const OPEN = ['sent', 'open', 'taken', 'suspended'];

interface ActsProps {
  readonly dossier: Dossier;
  /** The one that was opened; it comes first. */
  readonly taskId?: string | undefined;
}

/** What the law asks now, task by task: what may be done from here, and why not the rest. */
export function Acts({ dossier, taskId }: ActsProps) {
  const { say } = useLanguage();
  const [asked, setAsked] = useState<Possible | null>(null);
  const [done, setDone] = useState('');
  useEarly();
  const focus = useDialogFocus(asked !== null);
  const ask = (possible: Possible): void => {
    focus.opening();
    setAsked(possible);
  };
  const finished = (act: string): void => {
    focus.done();
    setDone(act);
    setAsked(null);
  };
  const open = dossier.tasks.filter(({ status }) => OPEN.includes(status));
  const inOrder = [...open.filter((task) => task.taskId === taskId), ...open.filter((task) => task.taskId !== taskId)];
  const closed = open.some((task) => task.taskId === taskId) ? undefined : dossier.tasks.find((task) => task.taskId === taskId);
  const ofDossier = dossier.acts.filter((possible) => possible.taskId === null);
  return (
    <Section id="acts" headingRef={focus.heading} below={<Recorded act={done} />}>
      {closed && <TaskClosed task={closed} />}
      {inOrder.map((task) => (
        <TaskCard key={task.taskId} dossier={dossier} task={task} chosen={task.taskId === taskId} onAsk={ask} onDone={finished} />
      ))}
      {open.length === 0 && <Text>{dossier.acts.length === 0 ? say('Hồ sơ đã xong; không còn việc nào phải làm.', 'It is finished; nothing has to be done any more.') : say('Không có bước nào đang mở.', 'No step is open.')}</Text>}
      {ofDossier.length > 0 && (
        <ActsCard title={say('Với cả hồ sơ', 'Of the dossier as a whole')}>
          <ActList dossier={dossier} acts={ofDossier} onAsk={ask} onDone={finished} />
        </ActsCard>
      )}
      {asked && <ActDialog key={`${asked.act} ${asked.taskId}`} dossier={dossier} possible={asked} onClose={() => setAsked(null)} onDone={finished} />}
    </Section>
  );
}
