import { Select } from '@mantine/core';
import type { SelectProps } from '@mantine/core';
import { useLanguage } from '../app/language';
import { found } from './fold';

const MOST_SHOWN = 50;

/** A choice among many by typing words with or without diacritics. */
export function SearchSelect(props: Omit<SelectProps, 'searchable' | 'filter' | 'limit' | 'nothingFoundMessage'>) {
  const { say } = useLanguage();
  return (
    <Select
      searchable
      limit={MOST_SHOWN}
      filter={({ options, search, limit }) => found(options, (option) => ('value' in option ? `${option.label} ${option.value}` : ''), search).slice(0, limit)}
      nothingFoundMessage={say('Không tìm thấy; thử ít từ hơn', 'Nothing found; try fewer words')}
      clearButtonProps={{ 'aria-label': say('Bỏ chọn', 'Clear') }}
      {...props}
    />
  );
}
