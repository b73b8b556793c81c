import { Anchor, Badge, Button, Table } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { dateTime } from '../parts/dates';

type Attachment = Schemas['Attachment'];
const ORIGINS: Readonly<Record<Attachment['origin'], readonly [string, string]>> = { applicant: ['Của người nộp', "The applicant's"], officer: ['Của cơ quan', "An agency's"], result: ['Kết quả', 'Result'] };

interface AttachedFileProps {
  readonly dossierId: string;
  readonly file: Attachment;
  /** Of the check list, in words. */
  readonly document: string;
  readonly onWithdraw: () => void;
}

/** One file: to download and, for officers, to withdraw. */
export function AttachedFile({ dossierId, file, document, onWithdraw }: AttachedFileProps) {
  const { say } = useLanguage();
  const officer = isKind(useSession(), 'officer');
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {file.name === null ? (
          say('nội dung đã xóa', 'erased')
        ) : (
          <Anchor href={`/v1/dossiers/${dossierId}/attachments/${file.attachmentId}`} download={file.name}>
            <IconDownload size={16} aria-hidden /> {file.name}
          </Anchor>
        )}
        {file.withdrawn && (
          <Badge ml="xs" color="gray" variant="light" c="dark.8" tt="none">
            {say('đã rút', 'withdrawn')}
          </Badge>
        )}
      </Table.Th>
      <Table.Td>{document}</Table.Td>
      <Table.Td>{say(...ORIGINS[file.origin])}</Table.Td>
      <Table.Td className="number">{sizeOf(file.size)}</Table.Td>
      <Table.Td className="number">{dateTime(file.uploadedAt)}</Table.Td>
      <Table.Td>
        {officer && !file.withdrawn && file.name !== null ? (
          <Button size="xs" variant="default" onClick={onWithdraw} aria-label={`${say('Rút tệp', 'Withdraw')} ${file.name}`}>
            {say('Rút tệp', 'Withdraw')}
          </Button>
        ) : (
          '–'
        )}
      </Table.Td>
    </Table.Tr>
  );
}

const sizeOf = (bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`);
