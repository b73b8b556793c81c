import { Button, NativeSelect } from '@mantine/core';
import { IconFilter, IconFilterOff } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useLanguage } from '../app/language';
import type { Text } from '../app/language';
import type { Session } from '../app/session';
import { useAgencyName } from '../parts/agency-names';
import { useProcedures } from '../parts/procedure-names';
import { STEP_KIND_CODES, stepKind } from '../parts/role-names';
import { SearchSelect } from '../parts/search-select';
import { FILTERS } from './work-query';
import type { Filter } from './work-query';
import classes from './filters.module.css';

interface FiltersProps {
  readonly session: Session;
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

const CHOICES: readonly { readonly filter: Filter; readonly label: Text; readonly choices: readonly (readonly [value: string, label: Text])[] }[] = [
  {
    filter: 'status',
    label: { vi: 'Tình trạng', en: 'Status' },
    choices: [
      ['sent', { vi: 'Chờ xác nhận đã nhận', en: 'To be acknowledged' }],
      ['open', { vi: 'Chưa xử lý', en: 'Open' }],
      ['taken', { vi: 'Đang xử lý', en: 'Taken up' }],
      ['suspended', { vi: 'Chờ bổ sung', en: 'Awaiting a supplement' }],
    ],
  },
  {
    filter: 'urgency',
    label: { vi: 'Thời hạn', en: 'Deadline' },
    choices: [
      ['overdue', { vi: 'Quá hạn', en: 'Overdue' }],
      ['today', { vi: 'Hạn hôm nay', en: 'Due today' }],
      ['soon', { vi: 'Sắp đến hạn', en: 'Due soon' }],
      ['stopped', { vi: 'Đang tạm dừng', en: 'Clock stopped' }],
    ],
  },
  {
    filter: 'clock',
    label: { vi: 'Thời hạn của hồ sơ', en: "The dossier's time" },
    choices: [
      ['not-started', { vi: 'Chưa tính: chờ tiếp nhận', en: 'Not started: to be accepted' }],
      ['running', { vi: 'Đang tính', en: 'Running' }],
      ['stopped', { vi: 'Tạm dừng', en: 'Stopped' }],
    ],
  },
  { filter: 'kind', label: { vi: 'Loại việc', en: 'Kind of work' }, choices: STEP_KIND_CODES.map((kind) => [kind, stepKind(kind)] as const) },
];

/** Narrows the list; what is chosen stands in the address. On a phone it is folded away. */
export function Filters({ session, filters, onChange }: FiltersProps) {
  const { say, of } = useLanguage();
  const panel = useId();
  const [unfolded, setUnfolded] = useState(false);
  const agencyName = useAgencyName();
  const procedures = useProcedures().data?.items ?? [];
  const agencies = [...new Set(session.postings.map(({ agency }) => agency))];
  const all = { value: '', label: say('Tất cả', 'All') };
  const inUse = FILTERS.filter((name) => filters[name] !== undefined).length;
  return (
    <div>
      <Button className={classes['fold']} variant="default" leftSection={<IconFilter size={18} aria-hidden />} aria-expanded={unfolded} aria-controls={panel} onClick={() => setUnfolded(!unfolded)}>
        {say('Bộ lọc', 'Filters')} {inUse > 0 && `(${inUse})`}
      </Button>
      <div id={panel} className={classes['filters']} data-unfolded={unfolded || undefined}>
        {agencies.length > 1 && (
          <NativeSelect
            label={say('Cơ quan', 'Agency')}
            value={filters.agency ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ agency: value })}
            data={[all, ...agencies.map((code) => ({ value: code, label: agencyName(code) }))]}
          />
        )}
        {CHOICES.map(({ filter, label, choices }) => (
          <NativeSelect
            key={filter}
            label={of(label)}
            value={filters[filter] ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ [filter]: value })}
            data={[all, ...choices.map(([value, text]) => ({ value, label: of(text) }))]}
          />
        ))}
        <SearchSelect
          label={say('Thủ tục', 'Procedure')}
          placeholder={say('Tất cả', 'All')}
          clearable
          value={filters.procedure ?? null}
          onChange={(value) => onChange({ procedure: value ?? undefined })}
          data={procedures.map(({ code, name }) => ({ value: code, label: `${of(name)} · ${code}` }))}
          className={classes['procedure']}
        />
        {inUse > 0 && (
          <Button variant="subtle" leftSection={<IconFilterOff size={18} aria-hidden />} onClick={() => onChange(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}>
            {say('Bỏ lọc', 'Clear filters')}
          </Button>
        )}
      </div>
    </div>
  );
}
