import { Table } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { TableScroll } from '../parts/table-scroll';
import { AttachedFile } from './attached-file';

export type Attachment = Schemas['Attachment'];

interface AttachedFilesProps {
  readonly dossierId: string;
  readonly procedure: Schemas['Procedure'] | undefined;
  readonly items: readonly Attachment[];
  readonly onWithdraw: (file: Attachment) => void;
}

export function AttachedFiles({ dossierId, procedure, items, onWithdraw }: AttachedFilesProps) {
  const { say, of } = useLanguage();
  const heads = [say('Tệp', 'File'), say('Loại giấy tờ', 'Document'), say('Nguồn', 'Origin'), say('Cỡ', 'Size'), say('Tải lên', 'Uploaded'), say('Thao tác', 'Acts')];
  return (
    <TableScroll minWidth={820}>
      <Table withTableBorder striped captionSide="top">
        <Table.Caption ta="left">{say('Tệp đính kèm; bấm tên tệp để tải về', 'Attached files; choose a name to download it')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((file) => (
            <AttachedFile key={file.attachmentId} dossierId={dossierId} file={file} document={file.document === null ? '–' : of(procedure?.documents.find(({ document }) => document === file.document)?.name) || file.document} onWithdraw={() => onWithdraw(file)} />
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}
