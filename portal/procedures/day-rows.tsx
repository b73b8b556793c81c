import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { DateField } from '../parts/date-field';

export interface DayRow {
  readonly key: string;
  readonly date: string;
  readonly reason: string;
}

interface DayRowsProps {
  readonly rows: readonly DayRow[];
  readonly onChange: (rows: readonly DayRow[]) => void;
  readonly add: string;
  readonly remove: string;
}

/** Dates with their reasons, a row each. */
export function DayRows({ rows, onChange, add, remove }: DayRowsProps) {
  const { say } = useLanguage();
  const edit = (key: string, changed: Partial<DayRow>): void => onChange(rows.map((row) => (row.key === key ? { ...row, ...changed } : row)));
  return (
    <Stack gap="xs" align="stretch">
      {rows.map((row) => (
        <Group key={row.key} align="flex-start">
          <DateField label={say('Ngày', 'Date')} required w={160} value={row.date} onChange={(date) => edit(row.key, { date })} />
          <TextInput flex="1 1 14rem" label={say('Lý do', 'Reason')} required maxLength={200} value={row.reason} onChange={({ currentTarget }) => edit(row.key, { reason: currentTarget.value })} />
          <Button mt={26} variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => onChange(rows.filter((each) => each.key !== row.key))}>
            {remove}
          </Button>
        </Group>
      ))}
      <Group>
        <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => onChange([...rows, { key: crypto.randomUUID(), date: '', reason: '' }])}>
          {add}
        </Button>
      </Group>
    </Stack>
  );
}
