import { Group, Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import type { Session } from '../app/session';
import { BusyButton } from '../parts/busy-button';
import { count } from '../parts/numbers';
import { ACT_WORDS } from './act-words';
import { QUICK_ACTS, quickActs } from './own-acts';
import type { QuickAct } from './own-acts';
import type { Item } from './work-query';
import classes from './work-list.module.css';

interface BulkBarProps {
  readonly session: Session;
  readonly chosen: readonly Item[];
  readonly busy: QuickAct | null;
  readonly onAct: (act: QuickAct, items: readonly Item[]) => void;
  readonly onClear: () => void;
}

/** What may be done with the chosen tasks at once, and with how many of them. */
export function BulkBar({ session, chosen, busy, onAct, onClear }: BulkBarProps) {
  const { say, of, language } = useLanguage();
  const words = QUICK_ACTS.map((act) => ({ act, items: chosen.filter((item) => quickActs(item, session).includes(act)) })).filter(({ items }) => items.length > 0);
  return (
    <div className={classes['bulk']} role="group" aria-label={say('Thao tác với các việc đã chọn', 'Acts on the chosen tasks')}>
      <Text fw={600} role="status">
        {say(`Đã chọn ${count(chosen.length, language)} việc`, `${count(chosen.length, language)} chosen`)}
      </Text>
      <Group gap="xs">
        {words.map(({ act, items }) => (
          <BusyButton key={act} busy={busy === act} aria-disabled={busy !== null} onClick={() => (busy === null ? onAct(act, items) : undefined)}>
            {of(ACT_WORDS[act].name)} ({count(items.length, language)})
          </BusyButton>
        ))}
        {words.length === 0 && <Text size="sm">{say('Không thao tác nhanh nào làm được với các việc này; hãy mở từng việc.', 'Nothing can be done with these at once; open them one by one.')}</Text>}
        <BusyButton busy={false} variant="default" onClick={onClear}>
          {say('Bỏ chọn', 'Clear')}
        </BusyButton>
      </Group>
    </div>
  );
}
