import { Group, Select, Stack } from '@mantine/core';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencies } from '../parts/agency-names';
import { DateField } from '../parts/date-field';
import { useProcedures } from '../parts/procedure-names';
import { SearchSelect } from '../parts/search-select';
import { TimeField } from '../parts/time-field';

interface ReadyFormProps {
  readonly procedure: string | undefined;
  readonly unit: string | undefined;
  readonly day: string;
  readonly time: string;
  readonly phase: string | undefined;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** What, where and when. */
export function ReadyForm({ procedure, unit, day, time, phase, onChange }: ReadyFormProps) {
  const { say, of } = useLanguage();
  const procedures = useProcedures();
  const agencies = useAgencies();
  const chosen = api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code: procedure ?? '' } } }, { enabled: procedure !== undefined, retry: false });
  const offered = chosen.data?.offeredAt;
  const units = (agencies.data?.items ?? []).filter(({ plays, tier }) => offered && plays.includes(offered.role) && offered.tiers.includes(tier));
  const phases = chosen.data?.timeLimit.phases ?? [];
  return (
    <Stack className="no-print" maw={760}>
      <SearchSelect
        label={say('Thủ tục', 'Procedure')}
        description={say('Gõ vài chữ trong tên, có dấu hay không dấu đều được', 'Type words of its name, with or without diacritics')}
        placeholder={procedures.isPending ? say('Đang tải…', 'Loading…') : say('Ví dụ: khai sinh', 'Such as: birth')}
        data={(procedures.data?.items ?? []).map(({ code, name }) => ({ value: code, label: of(name) }))}
        value={procedure ?? null}
        onChange={(code) => onChange({ procedure: code ?? undefined, unit: undefined, phase: undefined })}
        required
        clearable
      />
      {procedure !== undefined && (
        <SearchSelect
          label={say('Nơi nộp hồ sơ (không bắt buộc)', 'Where it is handed in (optional)')}
          placeholder={say('Gõ tên xã, phường, huyện…', 'Type a commune or district')}
          data={units.map(({ code, name }) => ({ value: code, label: of(name) }))}
          value={unit ?? null}
          onChange={(code) => onChange({ unit: code ?? undefined })}
          clearable
        />
      )}
      {phases.length > 1 && (
        <Select label={say('Giai đoạn', 'Stage')} data={phases.map((each) => ({ value: each.phase, label: `${of(each.name)} (${of(each.limit.label)})` }))} value={phase ?? phases[0]!.phase} onChange={(value) => onChange({ phase: value ?? undefined })} allowDeselect={false} />
      )}
      <Group align="flex-end">
        <DateField label={phase === undefined || phase === phases[0]?.phase ? say('Ngày nộp', 'Day of handing in') : say('Ngày bắt đầu giai đoạn', 'Day the stage begins')} value={day} onChange={(value) => onChange({ on: value === '' ? undefined : value })} required w={180} />
        <TimeField label={say('Giờ nộp', 'Time')} value={time} onChange={(at) => onChange({ at })} required w={120} />
      </Group>
    </Stack>
  );
}
