import { Group, Stack } from '@mantine/core';
import { IconFileSpreadsheet, IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../app/language';
import { BusyButton } from './busy-button';
import { saveCsv, saveExcel } from './export-table';
import type { ExportCell } from './export-table';
import { ProblemAlert } from './problem';

interface TableExportsProps<T> {
  readonly file: string;
  readonly columns: readonly { readonly header: string; readonly value: (row: T) => ExportCell }[];
  readonly rows: () => Promise<readonly T[]>;
}

/** Takes a table along as Excel or CSV. */
export function TableExports<T>({ file, columns, rows }: TableExportsProps<T>) {
  const { say } = useLanguage();
  const [busy, setBusy] = useState<'excel' | 'csv' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const take = async (as: 'excel' | 'csv'): Promise<void> => {
    setBusy(as);
    setError(null);
    try {
      const table = { file, headers: columns.map(({ header }) => header), rows: (await rows()).map((row) => columns.map(({ value }) => value(row))) };
      await (as === 'excel' ? saveExcel(table) : saveCsv(table));
    } catch (fault) {
      setError(fault);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Stack gap="xs" className="no-print">
      <Group gap="xs">
        <BusyButton size="xs" variant="default" leftSection={<IconFileSpreadsheet size={18} aria-hidden />} busy={busy === 'excel'} onClick={() => void take('excel')}>
          {say('Tải Excel', 'Excel')}
        </BusyButton>
        <BusyButton size="xs" variant="default" leftSection={<IconFileText size={18} aria-hidden />} busy={busy === 'csv'} onClick={() => void take('csv')}>
          {say('Tải CSV', 'CSV')}
        </BusyButton>
      </Group>
      {error !== null && <ProblemAlert error={error} />}
    </Stack>
  );
}
