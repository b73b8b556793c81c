import { Text } from '@mantine/core';
import { useLanguage } from '../../app/language';
import type { Schemas } from '../../app/api';
import { FactsFields } from '../../reception/facts-fields';
import type { Values } from './act-values';

interface FactsChangedProps {
  readonly facts: Schemas['Procedure']['facts'];
  readonly known: Values['facts'];
  readonly changed: Values['facts'];
  readonly onChange: (changed: Values['facts']) => void;
}

/** Answers of the form that the examination has put right; they may decide the way it goes on. */
export function FactsChanged({ facts, known, changed, onChange }: FactsChangedProps) {
  const { say } = useLanguage();
  const keepChanged = (values: Values['facts']): void => onChange(Object.fromEntries(Object.entries(values).filter(([fact, value]) => known[fact] !== value)));
  return (
    <details>
      <summary>{say('Sửa thông tin kê khai (nếu thẩm định thấy khác)', 'Put declared answers right (where the examination found otherwise)')}</summary>
      <Text size="sm" my="xs">
        {say('Có thể làm thay đổi đường đi và thời hạn của hồ sơ.', 'It may change the way and the time of the dossier.')}
      </Text>
      <FactsFields facts={facts.map((fact) => ({ ...fact, required: false }))} values={{ ...known, ...changed }} onChange={keepChanged} faults={{}} />
    </details>
  );
}
