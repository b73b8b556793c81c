import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { Loading, ProblemAlert } from '../parts/problem';
import classes from './history.module.css';
import { HistoryMoment } from './history-moment';
import { LogIntact } from './log-intact';
import type { HistoryItem } from './plain-words';
import { Section } from './section';
import { useHistoryNames } from './use-history-names';
import type { Dossier } from './use-dossier';

const SHOWN_FIRST = 8;

/** Everything that happened, the latest on top: what one act brought stands together. */
export function HistorySection({ dossier }: { readonly dossier: Dossier }) {
  const { say } = useLanguage();
  const read = api.useQuery('get', '/v1/dossiers/{reference}/history', { params: { path: { reference: dossier.dossierId } } });
  const names = useHistoryNames(dossier);
  const [all, setAll] = useState(false);
  const moments = momentsOf(read.data?.items ?? []).reverse();
  const shown = all ? moments : moments.slice(0, SHOWN_FIRST);
  return (
    <Section id="history">
      {read.error ? (
        <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading />
      ) : (
        <>
          <ol className={classes['moments']} reversed>
            {shown.map((moment) => (
              <HistoryMoment key={`${moment[0]!.at} ${moment[0]!.seq} ${moment[0]!.type}`} items={moment} names={names} />
            ))}
          </ol>
          {moments.length > SHOWN_FIRST && (
            <Group className="no-print">
              <Button variant="default" aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? say('Thu gọn', 'Show the latest only') : say(`Xem cả ${moments.length} mốc`, `Show all ${moments.length}`)}
              </Button>
            </Group>
          )}
          <LogIntact intact={read.data.intact} />
        </>
      )}
    </Section>
  );
}

/** What was recorded at one instant by one actor; a step that opens by a hand-over is told by the hand-over. */
function momentsOf(items: readonly HistoryItem[]): HistoryItem[][] {
  const handedOver = new Set(items.filter(({ type }) => type === 'HandOverSent').map(({ at, detail }) => `${at} ${String(detail['taskId'])}`));
  const moments: HistoryItem[][] = [];
  for (const item of items) {
    if (item.type === 'StepAssigned' && handedOver.has(`${item.at} ${String((item.detail['task'] as { taskId?: string } | undefined)?.taskId)}`)) continue;
    const last = moments.at(-1);
    if (last && last[0]!.at === item.at && last[0]!.by === item.by) last.push(item);
    else moments.push([item]);
  }
  return moments;
}
