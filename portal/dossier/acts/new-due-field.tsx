import { Stack } from '@mantine/core';
import { useLanguage } from '../../app/language';
import { date } from '../../parts/dates';
import { DateField } from '../../parts/date-field';
import { AGAIN } from './act-values';
import type { Faults, Values } from './act-values';
import { Choice } from './choice';

interface NewDueFieldProps {
  readonly dueAt: string | null;
  readonly values: Values;
  readonly onChange: (values: Values) => void;
  readonly fault: Faults[string] | undefined;
}

/** Whether an apology comes with a new date: chosen, so that a date that was typed wrongly is not taken for none. */
export function NewDueField({ dueAt, values, onChange, fault }: NewDueFieldProps) {
  const { say } = useLanguage();
  const again = values.texts[AGAIN] ?? '';
  const set = (name: string, value: string): void => onChange({ ...values, texts: { ...values.texts, [name]: value } });
  const missing = say('Hãy điền mục này', 'Fill this in');
  return (
    <Stack gap="xs">
      <Choice
        label={say('Hẹn lại ngày trả', 'A new date')}
        choices={[
          { value: 'yes', label: { vi: 'Có, hẹn ngày mới', en: 'Yes, a new one' } },
          { value: 'no', label: { vi: 'Không, chỉ xin lỗi', en: 'No, an apology only' } },
        ]}
        value={again}
        onChange={(value) => set(AGAIN, value)}
        error={fault && again === '' ? missing : undefined}
      />
      {again === 'yes' && (
        <DateField
          label={say('Ngày hẹn mới', 'New date')}
          {...(dueAt === null ? {} : { description: say(`Ngày hẹn hiện nay ${date(dueAt)}`, `The present one is ${date(dueAt)}`) })}
          required
          value={values.texts['newDue'] ?? ''}
          onChange={(value) => set('newDue', value)}
          error={fault === 'early' ? say('Ngày hẹn mới phải sau hôm nay', 'The new date must lie after today') : fault ? missing : null}
          w={260}
        />
      )}
    </Stack>
  );
}
