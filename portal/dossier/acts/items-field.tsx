import { Checkbox, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../app/api';
import { useLanguage } from '../../app/language';
import type { Dossier } from './act-values';

interface ItemsFieldProps {
  readonly dossier: Dossier;
  readonly procedure: Schemas['Procedure'] | undefined;
  readonly onChange: (items: readonly string[]) => void;
  readonly error: string | undefined;
}

/** What has to be added: papers of the check list, and whatever else, one a line. */
export function ItemsField({ dossier, procedure, onChange, error }: ItemsFieldProps) {
  const { say, of } = useLanguage();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [others, setOthers] = useState('');
  // The request is an official paper: its words are Vietnamese whatever the language of the page.
  const tell = (names: readonly string[], lines: string): void => onChange([...names, ...lines.split('\n').map((line) => line.trim()).filter((line) => line !== '')]);
  const choose = (names: readonly string[]): void => {
    setChosen(names);
    tell(names, others);
  };
  return (
    <Stack>
      {procedure && procedure.documents.length > 0 && (
        <Checkbox.Group label={say('Giấy tờ trong thành phần hồ sơ', 'Papers of the check list')} value={[...chosen]} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {procedure.documents.map(({ document, name }) => (
              <Checkbox key={document} value={name.vi} label={`${of(name)}${dossier.documents.includes(document) ? '' : ` (${say('chưa nộp', 'not handed in')})`}`} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Textarea
        label={say('Nội dung khác cần bổ sung', 'Anything else')}
        description={say('Mỗi nội dung một dòng', 'One a line')}
        autosize
        minRows={2}
        maxRows={8}
        value={others}
        onChange={({ currentTarget: { value } }) => {
          setOthers(value);
          tell(chosen, value);
        }}
        error={error}
      />
    </Stack>
  );
}
