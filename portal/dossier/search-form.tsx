import { Button, Checkbox, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useLanguage } from '../app/language';
import { AgencySelect } from '../parts/agency-select';
import { useProcedures } from '../parts/procedure-names';
import { SearchSelect } from '../parts/search-select';
import { STAGES } from '../parts/status';
import classes from './dossier.module.css';
import type { Asked } from './search-query';

interface SearchFormProps {
  readonly asked: Asked;
  readonly onSearch: (asked: Readonly<Record<string, string | boolean | undefined>>) => void;
}

export function SearchForm({ asked, onSearch }: SearchFormProps) {
  const { say, of } = useLanguage();
  const { data: procedures } = useProcedures();
  const [values, setValues] = useState({
    code: asked.code ?? '', applicant: asked.applicant ?? '', unit: asked.unit ?? null, holder: asked.holder ?? null, procedure: asked.procedure ?? null, stage: asked.stage ?? '', overdue: asked.overdue === 'true',
  });
  const change = (changed: Partial<typeof values>): void => setValues((before) => ({ ...before, ...changed }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { code, applicant, unit, holder, procedure, stage, overdue } = values;
    onSearch({ code: code.trim(), applicant: applicant.trim(), unit: unit ?? undefined, holder: holder ?? undefined, procedure: procedure ?? undefined, stage, overdue: overdue || undefined });
  };
  return (
    <form onSubmit={submit} role="search" className="no-print">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} style={{ alignItems: 'end' }}>
          <TextInput label={say('Mã hồ sơ', 'Code')} description={say('cả mã hoặc phần đầu', 'all of it, or its beginning')} maxLength={100} autoComplete="off" value={values.code} onChange={({ currentTarget }) => change({ code: currentTarget.value })} />
          <TextInput label={say('Tên chủ hồ sơ', "Applicant's name")} description={say('có dấu hoặc không dấu', 'with or without diacritics')} maxLength={200} autoComplete="off" value={values.applicant} onChange={({ currentTarget }) => change({ applicant: currentTarget.value })} />
          <NativeSelect label={say('Tình trạng', 'Status')} data={[{ value: '', label: say('Tất cả', 'All') }, ...Object.entries(STAGES).map(([value, words]) => ({ value, label: say(...words) }))]} value={values.stage} onChange={({ currentTarget }) => change({ stage: currentTarget.value })} />
        </SimpleGrid>
        <details className={classes['more']} open={asked.unit !== undefined || asked.holder !== undefined || asked.procedure !== undefined}>
          <summary>{say('Thêm điều kiện: nơi tiếp nhận, nơi đang giữ, thủ tục', 'More conditions: where received, where held, procedure')}</summary>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} mt="xs">
            <AgencySelect label={say('Nơi tiếp nhận', 'Received at')} plays="one-stop-unit" value={values.unit} onChange={(code) => change({ unit: code })} />
            <AgencySelect label={say('Đang giữ', 'Held by')} value={values.holder} onChange={(code) => change({ holder: code })} />
            <SearchSelect
              label={say('Thủ tục', 'Procedure')}
              placeholder={say('Gõ tên hoặc mã', 'Type a name or code')}
              clearable
              data={(procedures?.items ?? []).map(({ code, name }) => ({ value: code, label: `${of(name)} · ${code}` }))}
              value={values.procedure}
              onChange={(code) => change({ procedure: code })}
            />
          </SimpleGrid>
        </details>
        <Group>
          <Checkbox label={say('Chỉ hồ sơ quá hạn', 'Overdue only')} checked={values.overdue} onChange={({ currentTarget }) => change({ overdue: currentTarget.checked })} />
          <Button type="submit" leftSection={<IconSearch size={18} aria-hidden />}>
            {say('Tìm', 'Search')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
