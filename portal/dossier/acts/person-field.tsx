import { Text } from '@mantine/core';
import { api } from '../../app/api';
import { useLanguage } from '../../app/language';
import { ProblemAlert } from '../../parts/problem';
import { officerRole } from '../../parts/role-names';
import { SearchSelect } from '../../parts/search-select';
import { Choice } from './choice';

/** More people than these are searched, not all shown. */
const MANY = 10;

interface PersonFieldProps {
  readonly agency: string;
  readonly value: string;
  readonly onChange: (person: string) => void;
  readonly error: string | undefined;
  /** Somebody who is not to be chosen. */
  readonly without?: string | null;
}

/** Somebody who holds a post at the agency now. */
export function PersonField({ agency, value, onChange, error, without = null }: PersonFieldProps) {
  const { say, of } = useLanguage();
  const read = api.useQuery('get', '/v1/people', { params: { query: { agency, limit: 200 } } }, { enabled: agency !== '' });
  if (read.error) return <ProblemAlert error={read.error} />;
  const people = (read.data?.items ?? []).filter(({ person }) => person !== without);
  const label = say('Cán bộ', 'Officer');
  const named = people.map(({ person, name, postings }) => ({
    value: person,
    label: `${name} · ${[...new Set(postings.filter((posting) => posting.agency === agency).map(({ role }) => of(officerRole(role))))].join(', ')}`,
  }));
  if (read.data && named.length === 0) return <Text>{say('Cơ quan này chưa có ai khác giữ vị trí.', 'Nobody else holds a post there.')}</Text>;
  if (named.length <= MANY) return <Choice label={label} choices={named.map((each) => ({ value: each.value, label: { vi: each.label, en: each.label } }))} value={value} onChange={onChange} error={error} />;
  return <SearchSelect label={label} placeholder={say('Gõ tên', 'Type a name')} required data={named} value={value === '' ? null : value} onChange={(person) => onChange(person ?? '')} error={error} />;
}
