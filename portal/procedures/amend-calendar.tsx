import { Button, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { date } from '../parts/dates';
import { ProblemAlert } from '../parts/problem';
import { useWaits } from '../parts/waits';
import { AmendmentPreview } from './amendment-preview';
import type { Calendar } from './calendar-days';
import { DayRows } from './day-rows';
import type { DayRow } from './day-rows';
import { Section } from './section';
import { weekdayOn } from './weekday';

type Change = Schemas['CalendarChangeInput'];

interface Draft {
  readonly off: readonly DayRow[];
  readonly makeUp: readonly DayRow[];
  readonly notOff: readonly string[];
  readonly notMakeUp: readonly string[];
  readonly year: string | null;
  readonly source: string;
  readonly reason: string;
}

const NOTHING: Draft = { off: [], makeUp: [], notOff: [], notMakeUp: [], year: null, source: '', reason: '' };

/** A change of the calendar: written, its effect on open dossiers looked at, then proposed to a second person. */
export function AmendCalendar({ calendar }: { readonly calendar: Calendar }) {
  const { say, language } = useLanguage();
  const waits = useWaits();
  const [, address] = useAddress();
  const [draft, setDraft] = useState<Draft>(NOTHING);
  const preview = api.useMutation('post', '/v1/calendar/preview');
  const publish = api.useMutation('post', '/v1/calendar/amendments');
  const edit = (changed: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...changed }));
    preview.reset();
    publish.reset();
  };
  const change = changeOf(draft);
  const choices = (days: 'daysOff' | 'makeUpDays') => calendar.years.flatMap((year) => year[days].map(({ date: day, reason }) => ({ value: day, label: `${date(day)} (${weekdayOn(day, language)}) – ${reason}` })));
  const projected = calendar.years.filter(({ status }) => status === 'projected').map(({ year }) => String(year));
  const send = (): void =>
    publish.mutate(
      { params: { header: { 'if-match': `"${preview.data!.version}"` } }, body: change },
      {
        onSuccess: (answer) => {
          waits(answer);
          address({ tab: undefined });
        },
      },
    );
  return (
    <Stack gap="lg" maw={900}>
      <Text>
        {say(
          `Đang sửa phiên bản ${calendar.version}. Mọi hồ sơ đang giải quyết được tính lại theo lịch mới; hãy xem trước những ngày hẹn sẽ dời.`,
          `You are changing version ${calendar.version}. Every open dossier counts again by the new calendar; look first at which appointments move.`,
        )}
      </Text>
      <Section title={say('Thêm ngày nghỉ', 'Add days off')}>
        <DayRows rows={draft.off} onChange={(off) => edit({ off })} add={say('Thêm một ngày nghỉ', 'Add a day off')} remove={say('Bỏ ngày này', 'Remove')} />
      </Section>
      <Section title={say('Thêm ngày làm bù', 'Add make-up days')}>
        <DayRows rows={draft.makeUp} onChange={(makeUp) => edit({ makeUp })} add={say('Thêm một ngày làm bù', 'Add a make-up day')} remove={say('Bỏ ngày này', 'Remove')} />
      </Section>
      <Section title={say('Bỏ ngày đã có', 'Take days away')}>
        <MultiSelect label={say('Không còn là ngày nghỉ', 'No longer off')} searchable data={choices('daysOff')} value={[...draft.notOff]} onChange={(notOff) => edit({ notOff })} />
        <MultiSelect label={say('Không còn là ngày làm bù', 'No longer worked')} searchable data={choices('makeUpDays')} value={[...draft.notMakeUp]} onChange={(notMakeUp) => edit({ notMakeUp })} />
      </Section>
      <Section title={say('Công bố chính thức một năm', 'A year becomes official')}>
        <Group align="flex-end">
          <Select label={say('Năm đang là dự kiến', 'Projected year')} w={200} clearable data={projected} value={draft.year} onChange={(year) => edit({ year })} clearButtonProps={{ 'aria-label': say('Bỏ chọn', 'Clear') }} />
          {draft.year !== null && <TextInput flex={1} label={say('Nguồn', 'Source')} description={say('Văn bản thông báo ngày nghỉ', 'The notice that announces its days off')} required maxLength={200} value={draft.source} onChange={({ currentTarget }) => edit({ source: currentTarget.value })} />}
        </Group>
      </Section>
      <Section title={say('Căn cứ', 'Basis')}>
        <TextInput label={say('Văn bản, số và ngày', 'Notice, its number and date')} description={say('Được ghi bên cạnh mọi ngày hẹn bị dời', 'Stands with every date it moves')} required maxLength={200} value={draft.reason} onChange={({ currentTarget }) => edit({ reason: currentTarget.value })} />
      </Section>
      <Group>
        <Button onClick={() => preview.mutate({ body: change })} loading={preview.isPending} disabled={!isComplete(draft)}>
          {say('Xem trước', 'Preview')}
        </Button>
        {!isComplete(draft) && <Text size="sm">{say('Cần ít nhất một thay đổi và căn cứ; mỗi ngày có ngày và lý do.', 'At least one change and its basis; every day with date and reason.')}</Text>}
      </Group>
      {preview.error && <ProblemAlert error={preview.error} />}
      {preview.data && <AmendmentPreview preview={preview.data} busy={publish.isPending} onPublish={send} />}
      {publish.error && <ProblemAlert error={publish.error} />}
    </Stack>
  );
}

function isComplete({ off, makeUp, notOff, notMakeUp, year, source, reason }: Draft): boolean {
  const written = [...off, ...makeUp].every((row) => row.date !== '' && row.reason.trim() !== '');
  const something = off.length + makeUp.length + notOff.length + notMakeUp.length > 0 || year !== null;
  return written && something && reason.trim() !== '' && (year === null || source.trim() !== '');
}

const changeOf = ({ off, makeUp, notOff, notMakeUp, year, source, reason }: Draft): Change => ({
  addDaysOff: off.map(({ date: day, reason: why }) => ({ date: day, reason: why.trim() })),
  addMakeUpDays: makeUp.map(({ date: day, reason: why }) => ({ date: day, reason: why.trim() })),
  removeDaysOff: [...notOff],
  removeMakeUpDays: [...notMakeUp],
  years: year === null ? [] : [{ year: Number(year), status: 'official', source: [source.trim()], confidence: 'H' }],
  reason: reason.trim(),
});
