import { Checkbox, Group, Loader, Text, Title } from '@mantine/core';
import { Fragment, useCallback, useEffect, useMemo, useRef } from 'react';
import { useLanguage } from '../app/language';
import type { Session } from '../app/session';
import { useAgencyName } from '../parts/agency-names';
import { dateTime } from '../parts/dates';
import { usePersonName } from '../parts/people-names';
import { useProcedureName } from '../parts/procedure-names';
import { TableExports } from '../parts/table-exports';
import { quickActs } from './own-acts';
import type { QuickAct } from './own-acts';
import { useFocusKept } from './use-focus-kept';
import { useVirtualRows } from './use-virtual-rows';
import { keyOf } from './work-query';
import type { Item } from './work-query';
import { WorkRow } from './work-row';
import classes from './work-list.module.css';

interface WorkListProps {
  readonly session: Session;
  readonly rows: readonly Item[];
  /** How many there are in all, as far as that is known. */
  readonly total: number | null;
  readonly more: { readonly busy: boolean; readonly load: () => void } | undefined;
  readonly all: () => Promise<readonly Item[]>;
  /** What has just changed; read aloud. */
  readonly changes: string;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (choice: ReadonlySet<string>) => void;
  readonly act: { readonly key: string; readonly busy: QuickAct | null; readonly waiting: boolean; readonly error: unknown } | null;
  readonly onAct: (item: Item, act: QuickAct) => void;
  /** The last row that is looked at or worked with. */
  readonly onReach: (index: number) => void;
}

/** Rows before the end at which the next page is fetched. */
const AHEAD = 40;
const COLUMNS = 6;

/** A real table of which only the rows around the view are there; those who do not see it are told how many there are. */
export function WorkList({ session, rows, total, more, all, changes, chosen, onChoose, act, onAct, onReach }: WorkListProps) {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  const procedureName = useProcedureName();
  const personName = usePersonName();
  const body = useRef<HTMLTableSectionElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const indexOf = useMemo(() => new Map(keys.map((key, i) => [key, i])), [keys]);
  const { virtualizer, items, margin, focused } = useVirtualRows({ keys, indexOf, body });
  useFocusKept({ body, heading, keys, indexOf, focused });
  const latest = useRef({ chosen, onChoose, onAct });
  latest.current = { chosen, onChoose, onAct };
  const choose = useCallback((key: string, on: boolean) => latest.current.onChoose(new Set(on ? [...latest.current.chosen, key] : [...latest.current.chosen].filter((each) => each !== key))), []);
  const doAct = useCallback((item: Item, what: QuickAct) => latest.current.onAct(item, what), []);
  const reached = items.at(-1)?.index ?? 0;
  const load = more && !more.busy && reached >= rows.length - AHEAD ? more.load : undefined;
  useEffect(() => load?.(), [load]);
  useEffect(() => onReach(reached), [onReach, reached]);
  const severalAgencies = new Set(session.postings.map(({ agency }) => agency)).size > 1;
  const handlerOf = ({ assignee }: Item): string | null => (assignee === null ? null : assignee === session.person ? say('Tôi', 'Me') : personName(assignee));
  const exported = [
    { header: say('Hạn', 'Due'), value: ({ dueAt }: Item) => (dueAt === null ? null : dateTime(dueAt)) },
    { header: say('Mã hồ sơ', 'Code'), value: ({ code, dossierId }: Item) => code ?? dossierId },
    { header: say('Chủ hồ sơ', 'Applicant'), value: ({ applicant }: Item) => applicant ?? null },
    { header: say('Việc', 'Step'), value: ({ name }: Item) => of(name) },
    { header: say('Thủ tục', 'Procedure'), value: ({ procedureCode }: Item) => procedureName(procedureCode) },
    { header: say('Người xử lý', 'Handler'), value: handlerOf },
    { header: say('Cơ quan', 'Agency'), value: ({ agency }: Item) => agencyName(agency) },
  ];
  const allChosen = rows.length > 0 && keys.every((key) => chosen.has(key));
  let end = margin;
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs">
        <Title order={2} size="h4" ref={heading} tabIndex={-1} className={classes['told']}>
          {say('Việc đang mở, đến hạn trước ở trên', 'Open work, what is due first on top')}
        </Title>
        <div role="status" className={classes['changes']}>
          {changes}
        </div>
        <TableExports file="viec-cua-toi" rows={all} columns={exported} />
      </Group>
      <table role="table" className={classes['table']} aria-rowcount={total === null ? -1 : total + 1}>
        <caption className={classes['hidden']}>{say('Việc đang mở, đến hạn trước ở trên', 'Open work, what is due first on top')}</caption>
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            <th role="columnheader" scope="col" className={classes['choose']}>
              <Checkbox label={say('Chọn tất cả việc đã hiện', 'Choose all that are loaded')} checked={allChosen} indeterminate={!allChosen && chosen.size > 0} onChange={({ currentTarget }) => onChoose(new Set(currentTarget.checked ? keys : []))} />
            </th>
            <th role="columnheader" scope="col">{say('Hạn', 'Due')}</th>
            <th role="columnheader" scope="col">{say('Hồ sơ, chủ hồ sơ', 'Dossier, applicant')}</th>
            <th role="columnheader" scope="col">{say('Việc, thủ tục', 'Step, procedure')}</th>
            <th role="columnheader" scope="col">{say('Người xử lý', 'Handler')}</th>
            <th role="columnheader" scope="col">{say('Thao tác', 'Acts')}</th>
          </tr>
        </thead>
        <tbody ref={body} role="rowgroup">
          {items.map(({ key, index, start, end: next }) => {
            const item = rows[index];
            if (!item) return null;
            const gap = start - end;
            end = next;
            const acting = act?.key === key ? act : null;
            return (
              <Fragment key={key}>
                {gap > 0 && <Spacer height={gap} />}
                <WorkRow
                  item={item}
                  index={index}
                  procedure={procedureName(item.procedureCode)}
                  agency={severalAgencies ? agencyName(item.agency) : null}
                  handler={handlerOf(item)}
                  chosen={chosen.has(String(key))}
                  acts={quickActs(item, session).join(' ')}
                  busy={acting?.busy ?? null}
                  waiting={acting?.waiting ?? false}
                  failure={acting?.error ?? null}
                  measure={virtualizer.measureElement}
                  onChoose={choose}
                  onAct={doAct}
                />
              </Fragment>
            );
          })}
          <Spacer height={margin + virtualizer.getTotalSize() - end} />
        </tbody>
      </table>
      <div role="status" className={classes['more']}>
        {more && (
          <Group gap="xs">
            <Loader size="sm" aria-hidden />
            <Text size="sm">{say('Đang tải thêm…', 'Loading more…')}</Text>
          </Group>
        )}
      </div>
    </section>
  );
}

/** Stands for the rows that are not there. */
const Spacer = ({ height }: { readonly height: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden className={classes['spacer']}>
      <td colSpan={COLUMNS} style={{ height }} />
    </tr>
  );
