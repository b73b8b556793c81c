import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';

interface AgencySelectProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
  /** Only agencies that play this role, such as one-stop-unit. */
  readonly plays?: string;
  /** That exist on this date; default today. */
  readonly on?: string | undefined;
  readonly required?: boolean;
  readonly clearable?: boolean;
  readonly error?: string | null;
  readonly w?: number | string;
}

/** An agency by words of its name or its code, with or without diacritics; the server searches. */
export function AgencySelect({ label, description, value, onChange, plays, on, required = false, clearable = true, error, w }: AgencySelectProps) {
  const { say, of } = useLanguage();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 250);
  const chosen = api.useQuery('get', '/v1/agencies/{code}', { params: { path: { code: value ?? '' } } }, { enabled: value !== null, staleTime: Infinity });
  const chosenName = chosen.data ? of(chosen.data.name) : '';
  const found = api.useQuery('get', '/v1/agencies', {
    params: { query: { ...(on === undefined ? {} : { on }), ...(plays === undefined ? {} : { plays }), ...(asked === '' || asked === chosenName ? {} : { q: asked }), limit: 30 } },
  });
  const items = (found.data?.items ?? []).map(({ code, name }) => ({ value: code, label: `${of(name)} · ${code}` }));
  const withChosen = value !== null && !items.some((item) => item.value === value) ? [{ value, label: chosenName === '' ? value : `${chosenName} · ${value}` }, ...items] : items;
  return (
    <Select
      label={label}
      {...(description === undefined ? {} : { description })}
      placeholder={say('Gõ tên hoặc mã', 'Type a name or code')}
      searchable
      clearable={clearable}
      required={required}
      data={withChosen}
      value={value}
      onChange={onChange}
      onSearchChange={(text) => setTyped(text.replace(/ · [A-Z0-9.]+$/, ''))}
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? say('Đang tìm…', 'Searching…') : say('Không tìm thấy cơ quan nào', 'No agency found')}
      maxDropdownHeight={300}
      clearButtonProps={{ 'aria-label': say('Bỏ chọn', 'Clear') }}
      error={error}
      {...(w === undefined ? {} : { w })}
    />
  );
}
