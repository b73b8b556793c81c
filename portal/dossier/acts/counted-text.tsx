import { Group, Text, Textarea } from '@mantine/core';
import { useId } from 'react';
import { useLanguage } from '../../app/language';
import { count } from '../../parts/numbers';

/** Characters of a reason or a note that are kept. */
const LONGEST = 10_000;

interface CountedTextProps {
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly longest?: number;
}

/** A longer text, with how much of what is kept it uses up. */
export function CountedText({ label, hint, required, value, onChange, error, longest = LONGEST }: CountedTextProps) {
  const { say, language } = useLanguage();
  const counter = useId();
  return (
    <div>
      <Textarea
        label={label}
        {...(hint === '' ? {} : { description: hint })}
        required={required}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={longest}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        error={error}
        aria-describedby={counter}
      />
      <Group justify="flex-end">
        <Text id={counter} size="sm" c="dimmed" className="number">
          {count(value.length, language)}/{count(longest, language)} {say('ký tự', 'characters')}
        </Text>
      </Group>
    </div>
  );
}
