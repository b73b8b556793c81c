import { Group, Stack, Table, Text, Title, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import { createColumnHelper, getCoreRowModel, getSortedRowModel, useReactTable } from '@tanstack/react-table';
import type { Header, SortingState } from '@tanstack/react-table';
import { Fragment, memo, useId, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';
import { BusyButton } from './busy-button';
import classes from './data-table.module.css';
import type { ExportCell } from './export-table';
import { TableExports } from './table-exports';
import { useRowsInView } from './use-rows-in-view';

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** What is exported, sorted by, and shown where `cell` says nothing else. */
  readonly value: (row: T) => ExportCell;
  readonly cell?: (row: T) => ReactNode;
  readonly numeric?: true;
  /** Long names; it gets the room that others leave. */
  readonly wide?: true;
  /** Shown with another column, and one of its own in files. */
  readonly inFilesOnly?: true;
  /** The one that names its row. */
  readonly rowHeader?: true;
  /** Holds what can be done with the row: nothing to sort by or to export. */
  readonly acts?: true;
}

interface DataTableProps<T> {
  /** Names the table for those who see it and those who do not. */
  readonly caption: string;
  readonly note?: ReactNode;
  /** Of exported files. */
  readonly file: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** Instead of rows, where there are none. */
  readonly empty: ReactNode;
  /** A list that comes page by page keeps its order. */
  readonly more?: { readonly busy: boolean; readonly load: () => void } | undefined;
  /** Everything, where more than is shown is to be exported. */
  readonly all?: () => Promise<readonly T[]>;
  readonly footer?: readonly T[];
}

/** A table to read, sort, and take along as Excel or CSV. */
export function DataTable<T>({ caption, note, file, columns: written, rows, rowKey, empty, more, all, footer = [] }: DataTableProps<T>) {
  const { say } = useLanguage();
  const heading = useId();
  const columns = useMemo(() => written.filter(({ inFilesOnly }) => !inFilesOnly), [written]);
  const [sorting, setSorting] = useState<SortingState>([]);
  const helper = useMemo(() => createColumnHelper<T>(), []);
  const defined = useMemo(() => columns.map(({ id, header, value, acts }) => helper.accessor(value, { id, header, sortUndefined: 'last', enableSorting: acts !== true })), [columns, helper]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useReactTable({ data, columns: defined, state: { sorting }, onSortingChange: setSorting, getCoreRowModel: getCoreRowModel(), getSortedRowModel: getSortedRowModel(), getRowId: rowKey, enableSorting: more === undefined });
  const element = useRef<HTMLTableElement>(null);
  const listed = table.getRowModel().rows;
  const { items, rest, widths, measure } = useRowsInView(listed.length, element);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-end">
        <Title order={3} size="h4" id={heading}>
          {caption}
        </Title>
        {rows.length > 0 && <TableExports file={file} columns={written.filter(({ acts }) => !acts)} rows={async () => [...(all ? await all() : table.getSortedRowModel().rows.map(({ original }) => original)), ...footer]} />}
      </Group>
      {note !== undefined && <Text size="sm">{note}</Text>}
      {rows.length === 0 ? (
        empty
      ) : (
        <div className={classes['scroll']} role="region" aria-labelledby={heading} tabIndex={0}>
          <Table
            ref={element}
            striped={items === null}
            withTableBorder
            verticalSpacing="xs"
            horizontalSpacing="xs"
            {...(items === null ? {} : { 'aria-rowcount': more ? -1 : listed.length + footer.length + 1 })}
            {...(widths === null ? {} : { layout: 'fixed' as const, miw: widths.reduce((sum, width) => sum + width, 0) })}
          >
            <Table.Caption className={classes['hidden']}>{caption}</Table.Caption>
            {widths !== null && (
              <colgroup>
                {widths.map((width, i) => (
                  <col key={i} style={{ width }} />
                ))}
              </colgroup>
            )}
            <Table.Thead>
              {table.getHeaderGroups().map((group) => (
                <Table.Tr key={group.id}>
                  {group.headers.map((header, i) => (
                    <HeaderCell key={header.id} header={header} numeric={columns[i]?.numeric === true} names={columns[i]?.rowHeader === true} />
                  ))}
                </Table.Tr>
              ))}
            </Table.Thead>
            <Table.Tbody>
              {items === null
                ? listed.map((row) => <Row key={row.id} row={row.original} columns={columns} />)
                : items.map(({ index, gap }) => (
                    <Fragment key={listed[index]!.id}>
                      <Spacer height={gap} columns={columns.length} />
                      <Row row={listed[index]!.original} columns={columns} index={index} measure={measure} />
                    </Fragment>
                  ))}
              <Spacer height={rest} columns={columns.length} />
            </Table.Tbody>
            {footer.length > 0 && (
              <Table.Tfoot className={classes['foot']}>
                {footer.map((row) => (
                  <Row key={rowKey(row)} row={row} columns={columns} />
                ))}
              </Table.Tfoot>
            )}
          </Table>
        </div>
      )}
      {more && (
        <Group>
          <BusyButton variant="default" busy={more.busy} onClick={more.load}>
            {say('Xem thêm', 'Load more')}
          </BusyButton>
        </Group>
      )}
    </Stack>
  );
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending', false: 'none' } as const;

function HeaderCell<T>({ header, numeric, names }: { readonly header: Header<T, unknown>; readonly numeric: boolean; readonly names: boolean }) {
  const style = `${classes['head']} ${names ? classes['name'] : ''}`;
  const text = String(header.column.columnDef.header);
  const sorted = header.column.getIsSorted();
  const Icon = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconArrowsSort;
  if (!header.column.getCanSort()) {
    return (
      <Table.Th scope="col" ta={numeric ? 'right' : 'left'} className={style}>
        {text}
      </Table.Th>
    );
  }
  return (
    <Table.Th scope="col" aria-sort={ARIA_SORT[String(sorted) as 'asc']} className={style} ta={numeric ? 'right' : 'left'}>
      <UnstyledButton className={classes['sort']} onClick={header.column.getToggleSortingHandler()}>
        {text}
        <Icon size={16} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  );
}

interface RowProps<T> {
  readonly row: T;
  readonly columns: readonly Column<T>[];
  /** Its place in a table that does not have all its rows. */
  readonly index?: number;
  readonly measure?: ((row: HTMLTableRowElement | null) => void) | undefined;
}

const Row = memo(TableRow) as typeof TableRow;

function TableRow<T>({ row, columns, index, measure }: RowProps<T>) {
  // The head is the first row.
  const placed = index === undefined ? {} : { 'data-index': index, 'aria-rowindex': index + 2, 'data-odd': index % 2 === 0 || undefined };
  return (
    <Table.Tr ref={measure} {...placed}>
      {columns.map(({ id, value, cell, numeric, wide, rowHeader }) => {
        const shown = cell ? cell(row) : (value(row) ?? '–');
        return rowHeader ? (
          <Table.Th key={id} scope="row" className={classes['name']}>
            {shown}
          </Table.Th>
        ) : (
          <Table.Td key={id} className={numeric ? `number ${classes['figure']}` : classes[wide ? 'long' : 'words']}>
            {shown}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

/** Stands for the rows that are not there. */
const Spacer = ({ height, columns }: { readonly height: number; readonly columns: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
