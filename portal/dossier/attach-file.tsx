import { FileInput, Group, NativeSelect, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newKey } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { BusyButton } from '../parts/busy-button';
import { useNotify } from '../parts/notify';
import { ProblemAlert } from '../parts/problem';
import { uploadFile } from './upload';

const OPEN_STAGES = ['submitted', 'processing', 'resolved'];

interface AttachFileProps {
  readonly dossier: Schemas['Dossier'];
  readonly procedure: Schemas['Procedure'] | undefined;
}

/** Adds a file, with how far its upload has come. */
export function AttachFile({ dossier, procedure }: AttachFileProps) {
  const { say, of } = useLanguage();
  const session = useSession();
  const queries = useQueryClient();
  const notify = useNotify();
  const [file, setFile] = useState<File | null>(null);
  const [document, setDocument] = useState('');
  const [origin, setOrigin] = useState<'applicant' | 'officer' | 'result'>('applicant');
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [wanted, setWanted] = useState(false);
  const key = useRef<{ readonly words: string; readonly key: string } | null>(null);
  if (!session || !isKind(session, 'officer') || !OPEN_STAGES.includes(dossier.stage)) return null;
  const send = async (): Promise<void> => {
    setWanted(file === null);
    if (file === null) return;
    const words = [file.name, file.size, file.lastModified, document, origin].join('\n');
    // The same file tried again is the same act; another one, or one that was refused, is not.
    key.current = key.current?.words === words ? key.current : { words, key: newKey() };
    setError(null);
    setDone(0);
    try {
      await uploadFile({ reference: dossier.dossierId, file, document: document === '' ? null : document, origin, as: null }, key.current.key, session.csrfToken, setDone);
      key.current = null;
      setFile(null);
      notify(say('Đã đính kèm tệp', 'File attached'));
      await queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/v1/dossiers/{reference}') });
    } catch (refused) {
      setError(refused);
    } finally {
      setDone(null);
    }
  };
  return (
    <details className="no-print">
      <summary>{say('Thêm tệp', 'Add a file')}</summary>
      <Stack mt="sm" maw={520}>
        <FileInput
          label={say('Tệp', 'File')}
          description={say('PDF, ảnh, tài liệu văn phòng, XML', 'PDF, images, office documents, XML')}
          placeholder={say('Chọn tệp', 'Choose a file')}
          required
          value={file}
          onChange={setFile}
          error={wanted && file === null ? say('Hãy chọn tệp', 'Choose a file') : undefined}
          clearable
          clearButtonProps={{ 'aria-label': say('Bỏ tệp', 'Clear') }}
        />
        <NativeSelect
          label={say('Thuộc giấy tờ', 'Document')}
          value={document}
          onChange={({ currentTarget }) => setDocument(currentTarget.value)}
          data={[{ value: '', label: say('Giấy tờ khác', 'Another paper') }, ...(procedure?.documents ?? []).map((each) => ({ value: each.document, label: of(each.name) }))]}
        />
        <NativeSelect
          label={say('Nguồn', 'Origin')}
          value={origin}
          onChange={({ currentTarget }) => setOrigin(currentTarget.value as 'applicant')}
          data={[
            { value: 'applicant', label: say('Giấy tờ của người nộp', "The applicant's paper") },
            { value: 'officer', label: say('Văn bản của cơ quan', "An agency's paper") },
            { value: 'result', label: say('Kết quả giải quyết', 'The result') },
          ]}
        />
        {done !== null && (
          <div role="status">
            <Text size="sm" className="number">{say(`Đang tải lên: ${Math.round(done * 100)} %`, `Uploading: ${Math.round(done * 100)} %`)}</Text>
            <Progress value={done * 100} size="lg" aria-label={say('Tiến độ tải lên', 'Progress')} />
          </div>
        )}
        {error !== null && <ProblemAlert error={error} />}
        <Group>
          <BusyButton busy={done !== null} onClick={() => void send()}>
            {say('Tải lên', 'Upload')}
          </BusyButton>
        </Group>
      </Stack>
    </details>
  );
}
