import { Alert, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../../app/language';
import { BusyButton } from '../../parts/busy-button';
import { StillPending } from '../../parts/performed';
import type { ActName } from '../../parts/performed';
import { ProblemAlert } from '../../parts/problem';
import { usePerform } from '../../parts/use-perform';
import { ACT_FORMS, ON_TASK, actName } from './act-forms';
import type { Dossier, Possible } from './act-values';
import { isExceptable } from './exceptions-field';
import { OthersActs } from './others-acts';
import { postOf } from './post-of';

interface ActListProps {
  readonly dossier: Dossier;
  readonly acts: readonly Possible[];
  readonly onAsk: (possible: Possible) => void;
  readonly onDone: (act: string) => void;
}

/** What somebody may do, as buttons; what is others', with whose it is. */
export function ActList({ dossier, acts, onAsk, onDone }: ActListProps) {
  const { say, of } = useLanguage();
  const { act: perform, busy, waiting, error } = usePerform();
  const [doing, setDoing] = useState<string | null>(null);
  const known = acts.filter(({ act }) => act in ACT_FORMS);
  // What only wants a reason is offered: its form asks for it.
  const isMine = ({ allowed, whyNot }: Possible): boolean => allowed || isExceptable(whyNot);
  const mine = known.filter(isMine).sort(mainFirst);
  const start = async (possible: Possible): Promise<void> => {
    const { act, taskId, by } = possible;
    if (!ACT_FORMS[act as ActName]?.atOnce) return onAsk(possible);
    setDoing(act);
    const task = dossier.tasks.find((each) => each.taskId === taskId);
    const recorded = await perform(dossier.dossierId, act as ActName, { ...(task && ON_TASK.has(act) ? { taskId, version: task.version } : {}), ...postOf(by, task) });
    if (recorded) onDone(of(actName(act)));
  };
  return (
    <Stack gap="xs">
      <div>
        {mine.length > 0 && (
          <Group gap="xs">
            {mine.map((possible, i) => (
              <BusyButton key={possible.act} busy={busy && doing === possible.act} variant={i === 0 && ACT_FORMS[possible.act as ActName]?.main ? 'filled' : 'default'} onClick={() => void start(possible)}>
                {of(actName(possible.act))}
              </BusyButton>
            ))}
          </Group>
        )}
        <div role="status">{waiting && <Text fw={600}>{say('Đã nhận, đang chờ ghi…', 'Received, waiting to be recorded…')}</Text>}</div>
      </div>
      {error !== null && (error instanceof StillPending ? <Alert color="gray">{say('Máy chủ đã nhận và sẽ ghi khi có thể.', 'The server has received it and will record it when it can.')}</Alert> : <ProblemAlert error={error} />)}
      <OthersActs acts={known.filter((possible) => !isMine(possible))} alone={mine.length === 0} />
    </Stack>
  );
}

const mainFirst = (a: Possible, b: Possible): number => Number(ACT_FORMS[b.act as ActName]?.main ?? false) - Number(ACT_FORMS[a.act as ActName]?.main ?? false);
