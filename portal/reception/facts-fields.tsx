import { Group, NumberInput, Radio, Stack } from '@mantine/core';
import { useLanguage } from '../app/language';
import type { Faults } from './check-draft';
import type { FactValue, Procedure } from './draft';

type Fact = Procedure['facts'][number];

interface FactsFieldsProps {
  readonly facts: readonly Fact[];
  readonly values: Readonly<Record<string, FactValue>>;
  readonly onChange: (values: Readonly<Record<string, FactValue>>) => void;
  readonly faults: Faults;
}

/** What the procedure asks of the case: the answers decide which papers are needed, which way it goes and how long it takes. */
export function FactsFields({ facts, values, onChange, faults }: FactsFieldsProps) {
  return (
    <Stack gap="md">
      {facts.map((fact) => (
        <FactField key={fact.fact} fact={fact} value={values[fact.fact]} error={faults[`facts.${fact.fact}`]} onChange={(value) => onChange(withFact(values, fact.fact, value))} />
      ))}
    </Stack>
  );
}

function withFact(values: Readonly<Record<string, FactValue>>, fact: string, value: FactValue | undefined): Readonly<Record<string, FactValue>> {
  const { [fact]: _, ...others } = values;
  return value === undefined ? others : { ...others, [fact]: value };
}

interface FactFieldProps {
  readonly fact: Fact;
  readonly value: FactValue | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: FactValue | undefined) => void;
}

function FactField({ fact: { fact, label, type, options, optionNames, required }, value, error, onChange }: FactFieldProps) {
  const { say, of } = useLanguage();
  const shown = { label: of(label), required, ...(error === undefined ? {} : { error }) };
  if (type === 'number') return <NumberInput {...shown} value={typeof value === 'number' ? value : ''} onChange={(typed) => onChange(typeof typed === 'number' ? typed : undefined)} hideControls maw={240} />;
  const choices = type === 'boolean' ? [['true', say('Có', 'Yes')], ['false', say('Không', 'No')]] as const : options.map((option) => [option, of(optionNames[option]) || option] as const);
  return (
    <Radio.Group {...shown} name={fact} value={value === undefined ? null : String(value)} onChange={(chosen) => onChange(type === 'boolean' ? chosen === 'true' : chosen)}>
      <Group mt={6} gap="lg">
        {choices.map(([choice, words]) => (
          <Radio key={choice} value={choice} label={words} aria-invalid={error === undefined ? undefined : true} />
        ))}
      </Group>
    </Radio.Group>
  );
}
