import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../app/language';
import { useAddress } from './address';

/** After the last key, in milliseconds. */
const REST = 300;

interface WordsFieldProps {
  readonly description: string;
  /** How it shares its line with others, as CSS has it. */
  readonly flex: string;
}

/** Words that a list is searched by; they stand in the address as `q` once the typing rests. */
export function WordsField({ description, flex }: WordsFieldProps) {
  const { say } = useLanguage();
  const [{ q }, change] = useAddress();
  const [typed, setTyped] = useState(q ?? '');
  const ask = useDebouncedCallback((words: string) => change({ q: words.trim() }, { keepHistory: false }), REST);
  return (
    <TextInput
      label={say('Tìm theo từ', 'Search by words')}
      description={description}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={typed}
      maxLength={100}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        ask(value);
      }}
      flex={flex}
    />
  );
}
