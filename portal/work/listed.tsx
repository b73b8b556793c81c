import { Stack } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';
import type { Session } from '../app/session';
import { useNotify } from '../parts/notify';
import { paged } from '../parts/paged';
import { ProblemAlert } from '../parts/problem';
import { usePerform } from '../parts/use-perform';
import { ACT_WORDS } from './act-words';
import { BulkAnswer } from './bulk-answer';
import { BulkBar } from './bulk-bar';
import type { QuickAct } from './own-acts';
import { useBulk } from './use-bulk';
import type { Outcome } from './use-bulk';
import { useFarPagesDropped } from './use-far-pages-dropped';
import { useListChanges } from './use-list-changes';
import { WorkList } from './work-list';
import { keyOf } from './work-query';
import type { Item, WorkRead } from './work-query';
import classes from './work-list.module.css';

interface ListedProps {
  readonly session: Session;
  readonly read: WorkRead;
  readonly queryKey: readonly unknown[];
  readonly total: number | null;
  readonly empty: ReactNode;
}

/** The list that was asked for, with what is chosen of it and what is done with it. */
export function Listed({ session, read, queryKey, total, empty }: ListedProps) {
  const { of } = useLanguage();
  const notify = useNotify();
  const pages = read.data?.pages;
  const rows = useMemo(() => onceEach(pages?.flatMap(({ items }) => items) ?? []), [pages]);
  const { more, all } = paged<Item>(read);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const chosenRows = useMemo(() => (chosen.size === 0 ? [] : rows.filter((row) => chosen.has(keyOf(row)))), [rows, chosen]);
  const [acting, setActing] = useState<{ readonly key: string; readonly act: QuickAct } | null>(null);
  const [reached, setReached] = useState(0);
  const { act: perform, busy, waiting, error } = usePerform();
  const bulk = useBulk();
  const changes = useListChanges(read.isPlaceholderData ? '' : JSON.stringify(queryKey), pages?.length ?? 0, rows);
  const lastChosen = useMemo(() => (chosen.size === 0 ? 0 : rows.findLastIndex((row) => chosen.has(keyOf(row)))), [rows, chosen]);
  useFarPagesDropped(queryKey, Math.max(reached, lastChosen) + 1, !read.isFetching);

  const doOne = async (item: Item, act: QuickAct): Promise<void> => {
    if (busy) return;
    setActing({ key: keyOf(item), act });
    const recorded = await perform(item.dossierId, act, { taskId: item.taskId, version: item.version });
    if (recorded) notify(`${of(ACT_WORDS[act].done)}: ${item.code ?? ''} ${of(item.name)}`);
  };
  const doMany = async (act: QuickAct, items: readonly Item[]): Promise<void> => {
    const outcomes = await bulk.run(act, items);
    const isUndone = ({ became }: Outcome): boolean => became === 'refused' || became === 'unknown';
    const refused = new Set(outcomes.filter(isUndone).map(({ item }) => keyOf(item)));
    const sent = new Set(outcomes.map(({ item }) => keyOf(item)));
    setChosen((before) => new Set([...before].filter((key) => !sent.has(key) || refused.has(key))));
  };
  const nothing = useRef<HTMLDivElement>(null);
  const hadRows = useRef(false);
  useEffect(() => {
    // The last one was worked on from here: the keyboard goes on from what stands in its place.
    if (hadRows.current && rows.length === 0 && document.activeElement === document.body) nothing.current?.focus();
    hadRows.current = rows.length > 0;
  }, [rows.length]);

  return (
    <Stack>
      {chosenRows.length > 0 && <BulkBar session={session} chosen={chosenRows} busy={bulk.busy} onAct={(act, items) => void doMany(act, items)} onClear={() => setChosen(new Set())} />}
      {bulk.error !== null && <ProblemAlert error={bulk.error} />}
      {bulk.done && <BulkAnswer key={bulk.done.act} done={bulk.done} onClose={bulk.forget} />}
      {rows.length === 0 ? (
        <div ref={nothing} tabIndex={-1} className={classes['told']}>
          <div role="status">{changes}</div>
          {empty}
        </div>
      ) : (
        <WorkList
          session={session}
          rows={rows}
          total={total ?? (more ? null : rows.length)}
          more={more}
          all={all}
          changes={changes}
          chosen={chosen}
          onChoose={setChosen}
          act={acting && { key: acting.key, busy: busy ? acting.act : null, waiting, error }}
          onAct={(item, act) => void doOne(item, act)}
          onReach={setReached}
        />
      )}
    </Stack>
  );
}

/** What moved down between two pages stands on both. */
const onceEach = (items: readonly Item[]): readonly Item[] => [...new Map(items.map((item) => [keyOf(item), item])).values()];
