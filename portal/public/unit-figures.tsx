import { Anchor } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { figureColumns } from './figure-columns';

type Unit = Schemas['PublicStatistics']['units'][number];

/** Each unit's year; its name leads to its months. */
export function UnitFigures({ units, year, onChoose }: { readonly units: readonly Unit[]; readonly year: number; readonly onChoose: (unit: string) => void }) {
  const { say, of, language } = useLanguage();
  const columns: Column<Unit>[] = [
    {
      id: 'unit',
      header: say('Đơn vị', 'Unit'),
      rowHeader: true,
      value: ({ name }) => of(name),
      cell: ({ name, unit }) => (
        <Anchor component="button" type="button" ta="left" onClick={() => { onChoose(unit); window.scrollTo({ top: 0 }); }}>
          {of(name)}
        </Anchor>
      ),
    },
    ...figureColumns<Unit>(say, language),
  ];
  return (
    <DataTable
      caption={say(`Theo đơn vị tiếp nhận, năm ${year}`, `By receiving unit, ${year}`)}
      note={say('Chọn một đơn vị để xem theo tháng.', 'Choose a unit to see its months.')}
      file={`so-lieu-don-vi-${year}`}
      columns={columns}
      rows={units}
      rowKey={({ unit }) => unit}
      empty={null}
    />
  );
}
