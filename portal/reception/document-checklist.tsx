import { Checkbox, Stack, Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import type { Faults, Say } from './check-draft';
import type { Procedure } from './draft';

type Document = Procedure['documents'][number];

interface DocumentChecklistProps {
  readonly documents: readonly Document[];
  readonly present: readonly string[];
  readonly onChange: (present: readonly string[]) => void;
  readonly faults: Faults;
}

/** What has to be in the dossier, marked as it is received. */
export function DocumentChecklist({ documents, present, onChange, faults }: DocumentChecklistProps) {
  const { say, of } = useLanguage();
  const marked = documents.filter(({ document }) => present.includes(document)).length;
  const all = marked === documents.length;
  if (documents.length === 0) return <Text>{say('Thủ tục này không yêu cầu giấy tờ nào.', 'This procedure asks for no documents.')}</Text>;
  return (
    <Stack gap="sm">
      {documents.length > 1 && (
        <Checkbox
          label={<b>{say(`Đã nhận đủ cả ${documents.length} giấy tờ`, `All ${documents.length} received`)}</b>}
          checked={all}
          indeterminate={marked > 0 && !all}
          onChange={() => onChange(all ? [] : documents.map(({ document }) => document))}
        />
      )}
      {documents.map((entry) => (
        <Checkbox
          key={entry.document}
          pl={documents.length > 1 ? 'lg' : 0}
          label={of(entry.name)}
          description={detailOf(entry, say)}
          checked={present.includes(entry.document)}
          onChange={({ currentTarget: { checked } }) => onChange(checked ? [...present, entry.document] : present.filter((each) => each !== entry.document))}
          data-pass-over={all && documents.length > 1}
          error={faults[`documents.${entry.document}`]}
          aria-invalid={faults[`documents.${entry.document}`] === undefined ? undefined : true}
        />
      ))}
    </Stack>
  );
}

const detailOf = ({ required, when, originals, copies }: Document, say: Say): string =>
  [
    required ? (when === null ? say('Bắt buộc', 'Required') : say('Bắt buộc trong trường hợp này', 'Required in this case')) : say('Nếu có', 'If there is one'),
    ...(originals > 0 ? [say(`${originals} bản chính`, `${originals} original${originals > 1 ? 's' : ''}`)] : []),
    ...(copies > 0 ? [say(`${copies} bản sao`, `${copies} cop${copies > 1 ? 'ies' : 'y'}`)] : []),
  ].join(' · ');
