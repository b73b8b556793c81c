import { Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';
import { usePersonName } from '../parts/people-names';
import { usePostName } from '../parts/post-name';
import classes from './history.module.css';
import { plainWords } from './plain-words';
import type { HistoryItem, Names } from './plain-words';

/** What one actor did at one moment. */
export function HistoryMoment({ items, names }: { readonly items: readonly HistoryItem[]; readonly names: Names }) {
  const { say } = useLanguage();
  const first = items[0]!;
  const actorName = useActorName();
  return (
    <li className={`${classes['moment']} ${first.type === 'DeadlineMissed' ? classes['missed'] : ''}`}>
      <Text size="sm">
        <time dateTime={first.at} className="number">
          {dateTime(first.at)}
        </time>
        {' · '}
        <span>{actorName(first.by)}</span>
      </Text>
      {items.map((item) => (
        <div key={`${item.seq} ${item.type}`}>
          <Text>{plainWords(item, names)}</Text>
          {item.note !== null && (
            <blockquote className={classes['note']} aria-label={say('Ghi chú kèm theo', 'Note')}>
              {`“${item.note}”`}
            </blockquote>
          )}
        </div>
      ))}
    </li>
  );
}

/** `may.vt (specialist@H35.12)` → `Vàng Thị Máy (Chuyên viên · Sở Y tế)`. */
function useActorName(): (by: string) => string {
  const post = usePostName();
  const person = usePersonName();
  return (by) => by.replace(/^[\p{L}\p{N}._-]+(?= \()/u, (id) => person(id)).replace(/[a-z-]+@[A-Z0-9.]+/g, (found) => post(found));
}
