import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { found } from '../parts/fold';
import { ProblemAlert } from '../parts/problem';
import classes from './new-dossier.module.css';

const MOST_SHOWN = 50;

interface ProcedureFieldProps {
  readonly unit: string;
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
  readonly error?: string | undefined;
}

/** A procedure that the unit offers, by words of its name with or without diacritics. All of them are here, so that typing finds at once. */
export function ProcedureField({ unit, value, onChange, error }: ProcedureFieldProps) {
  const { say, of } = useLanguage();
  const offered = useQuery({ queryKey: ['offered-procedures', unit], queryFn: ({ signal }) => offeredAt(unit, signal), staleTime: 10 * 60_000 });
  // In both languages, whichever is shown: the law speaks Vietnamese.
  const words = new Map((offered.data ?? []).map(({ code, name, sector }) => [code, `${name.vi} ${name.en} ${sector.vi} ${sector.en} ${code}`]));
  if (offered.error) return <ProblemAlert error={offered.error} onRetry={() => void offered.refetch()} />;
  return (
    <Select
      searchable
      label={say('Thủ tục', 'Procedure')}
      description={say('Gõ vài từ của tên thủ tục hoặc mã, không cần dấu', 'Type words of the name or the code; diacritics are not needed')}
      placeholder={offered.isPending ? say('Đang tải…', 'Loading…') : say('ví dụ: khai tu', 'such as: khai tu')}
      data={(offered.data ?? []).map(({ code, name, sector }) => ({ value: code, label: `${of(name)} · ${of(sector)} · ${code}` }))}
      value={value}
      onChange={onChange}
      filter={({ options, search }) => found(options, (option) => ('value' in option ? (words.get(option.value) ?? '') : ''), search).slice(0, MOST_SHOWN)}
      nothingFoundMessage={say('Không tìm thấy; thử ít từ hơn', 'Nothing found; try fewer words')}
      clearButtonProps={{ 'aria-label': say('Bỏ chọn', 'Clear') }}
      autoFocus
      clearable
      required
      selectFirstOptionOnChange
      openOnFocus={false}
      comboboxProps={{ withinPortal: false }}
      withScrollArea={false}
      classNames={{ options: classes['options'] ?? '' }}
      {...(error === undefined ? {} : { error })}
    />
  );
}

async function offeredAt(unit: string, signal: AbortSignal): Promise<readonly Schemas['ProcedureSummary'][]> {
  const items: Schemas['ProcedureSummary'][] = [];
  for (let cursor: string | undefined; ; ) {
    const { data, error } = await client.GET('/v1/procedures', { params: { query: { unit, limit: 200, ...(cursor === undefined ? {} : { cursor }) } }, signal });
    if (!data) throw error;
    items.push(...data.items);
    if (data.next === null) return items;
    cursor = data.next;
  }
}
