import { Checkbox, Text } from '@mantine/core';
import { IconMailbox } from '@tabler/icons-react';
import { memo } from 'react';
import type { MouseEvent, Ref } from 'react';
import { useLanguage } from '../app/language';
import { taskStatus } from '../dossier/task-words';
import { BusyButton } from '../parts/busy-button';
import { dateTime, workingTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { StillPending } from '../parts/performed';
import { ProblemAlert } from '../parts/problem';
import { UrgencyBadge } from '../parts/status';
import { ACT_WORDS } from './act-words';
import type { QuickAct } from './own-acts';
import { keyOf } from './work-query';
import type { Item } from './work-query';
import classes from './work-list.module.css';

interface WorkRowProps {
  readonly item: Item;
  /** From 0. */
  readonly index: number;
  readonly procedure: string;
  /** Where there is more than one. */
  readonly agency: string | null;
  readonly handler: string | null;
  readonly chosen: boolean;
  readonly acts: string;
  readonly busy: QuickAct | null;
  /** The last act on it was received and is not recorded yet. */
  readonly waiting: boolean;
  /** Why the last act on it failed. */
  readonly failure: unknown;
  readonly measure: Ref<HTMLTableRowElement>;
  readonly onChoose: (key: string, chosen: boolean) => void;
  readonly onAct: (item: Item, act: QuickAct) => void;
}

/** A click beside the controls opens the task, unless words were being marked. */
function openByClick({ target, currentTarget }: MouseEvent<HTMLTableRowElement>): void {
  if ((target as Element).closest('a, button, input, label, [role="alert"]') || window.getSelection()?.toString() !== '') return;
  currentTarget.querySelector('a')?.click();
}

/** One task: when it is due, whose it is, and what may be done without opening it. On a narrow screen it is a card. */
export const WorkRow = memo(function WorkRow({ item, index, procedure, agency, handler, chosen, acts, busy, waiting, failure, measure, onChoose, onAct }: WorkRowProps) {
  const { say, of, language } = useLanguage();
  const leftOver = (minutes: number): string => {
    const time = workingTime(minutes, language);
    return minutes < 0 ? say(`quá ${time}`, `late by ${time}`) : say(`còn ${time}`, `${time} left`);
  };
  const key = keyOf(item);
  const name = `dossier-${key.replace(' ', '-')}`;
  const offered = acts === '' ? [] : (acts.split(' ') as QuickAct[]);
  const handedOver = item.status === 'sent';
  return (
    <tr ref={measure} data-index={index} data-key={key} role="row" aria-rowindex={index + 2} className={classes['row']} data-sent={handedOver || undefined} data-chosen={chosen || undefined} onClick={openByClick}>
      <td role="cell" className={classes['choose']}>
        <Checkbox aria-label={`${say('Chọn', 'Choose')} ${item.code ?? item.dossierId.slice(0, 8)} ${of(item.name)}`} checked={chosen} onChange={({ currentTarget }) => onChoose(key, currentTarget.checked)} />
      </td>
      <td role="cell" className={classes['due']}>
        <UrgencyBadge urgency={item.urgency} />
        {item.remainingMinutes !== null && item.urgency !== 'stopped' && <Text size="sm">{leftOver(item.remainingMinutes)}</Text>}
        {item.dueAt !== null && (
          <Text size="sm" className="number">
            {dateTime(item.dueAt)}
          </Text>
        )}
      </td>
      <th role="rowheader" scope="row" className={classes['dossier']} id={name}>
        <DossierLink dossierId={item.dossierId} code={item.code} task={item.taskId} />
        {item.applicant && <Text>{item.applicant}</Text>}
      </th>
      <td role="cell" className={classes['step']}>
        <Text fw={600}>{of(item.name)}</Text>
        <Text size="sm">{procedure}</Text>
        {handedOver && (
          <Text size="sm" fw={600} className={classes['sent']}>
            <IconMailbox size={18} aria-hidden /> {say('Mới chuyển đến, cần xác nhận đã nhận', 'Handed over, to be acknowledged')}
          </Text>
        )}
        {(waiting || failure instanceof StillPending) && (
          <Text size="sm" fw={600} role="status">
            {say('Đã nhận, đang chờ ghi…', 'Received, waiting to be recorded…')}
          </Text>
        )}
        {failure !== null && !(failure instanceof StillPending) && <ProblemAlert error={failure} />}
      </td>
      <td role="cell" className={classes['handler']}>
        <Text>{handler ?? say('Chưa ai nhận', 'Nobody yet')}</Text>
        {(item.status === 'suspended' || (!handedOver && handler !== null)) && <Text size="sm">{item.status === 'open' ? say('Đã phân công, chưa xử lý', 'Assigned, not taken up') : of(taskStatus(item.status))}</Text>}
        {agency !== null && <Text size="sm">{agency}</Text>}
      </td>
      <td role="cell" className={classes['acts']}>
        {offered.map((act, i) => (
          // The place, not the act, is the button's key: one that becomes another keeps the focus.
          <BusyButton key={i} size="xs" variant={i === 0 && act !== 'release' ? 'filled' : 'default'} busy={busy === act} aria-describedby={name} onClick={() => onAct(item, act)}>
            {of(ACT_WORDS[act].name)}
          </BusyButton>
        ))}
      </td>
    </tr>
  );
});
