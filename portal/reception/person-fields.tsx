import { SimpleGrid, TextInput } from '@mantine/core';
import { useLanguage } from '../app/language';
import type { Faults } from './check-draft';
import type { PersonDraft } from './draft';
import classes from './new-dossier.module.css';

interface PersonFieldsProps {
  /** How the API calls them; in front of the names of their fields. */
  readonly who: 'applicant' | 'submitter';
  readonly value: PersonDraft;
  readonly onChange: (value: PersonDraft) => void;
  readonly faults: Faults;
}

const FIELDS = [
  { field: 'name', vi: 'Họ và tên', en: 'Name', longest: 200 },
  { field: 'idNumber', vi: 'Số căn cước / định danh', en: 'Identity number', longest: 50, mode: 'numeric' },
  { field: 'phone', vi: 'Số điện thoại', en: 'Phone', longest: 30, mode: 'tel' },
  { field: 'email', vi: 'Thư điện tử', en: 'E-mail', longest: 200, mode: 'email' },
  { field: 'address', vi: 'Địa chỉ', en: 'Address', longest: 500 },
] as const;

/** Who somebody is and how they are reached. The browser is not to offer the neighbour's data: autocomplete stays off. */
export function PersonFields({ who, value, onChange, faults }: PersonFieldsProps) {
  const { say } = useLanguage();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      {FIELDS.map(({ field, vi, en, longest, ...more }) => (
        <TextInput
          key={field}
          label={say(vi, en)}
          required={field === 'name'}
          {...(field === 'address' ? { className: classes['wide'] ?? '' } : {})}
          maxLength={longest}
          autoComplete="off"
          {...('mode' in more ? { inputMode: more.mode } : {})}
          value={value[field]}
          onChange={({ currentTarget }) => onChange({ ...value, [field]: currentTarget.value })}
          error={faults[`${who}.${field}`]}
        />
      ))}
    </SimpleGrid>
  );
}
