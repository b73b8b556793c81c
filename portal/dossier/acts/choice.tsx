import { Radio, Stack } from '@mantine/core';
import { useLanguage } from '../../app/language';
import type { Text } from '../../app/language';

interface ChoiceProps {
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: Text }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** One of a few, all of them in sight. */
export function Choice({ label, choices, value, onChange, error }: ChoiceProps) {
  const { of } = useLanguage();
  return (
    <Radio.Group label={label} required value={value === '' ? null : value} onChange={onChange} error={error}>
      <Stack gap="xs" mt="xs">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} label={of(choice.label)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
