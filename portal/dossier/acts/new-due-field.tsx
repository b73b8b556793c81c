import { Stack, Text } from '@mantine/core';
import { useLanguage } from '../../app/language';
import { date } from '../../parts/dates';
import { DateField } from '../../parts/date-field';
import { AGAIN } from './act-values';
import type { Dossier, Faults, Values } from './act-values';
import { Choice } from './choice';

interface NewDueFieldProps {
  readonly dueAt: string | null;
  /** Whether a new date may be given now, and until when. */
  readonly allowed: Dossier['newDate'];
  readonly values: Values;
  readonly onChange: (values: Values) => void;
  readonly fault: Faults[string] | undefined;
}

/** Whether an apology comes with a new date: chosen, so that a date that was typed wrongly is not taken for none. */
export function NewDueField({ dueAt, allowed, values, onChange, fault }: NewDueFieldProps) {
  const { say } = useLanguage();
  const again = values.texts[AGAIN] ?? '';
  const set = (name: string, value: string): void => onChange({ ...values, texts: { ...values.texts, [name]: value } });
  const present = dueAt === null ? '' : say(`Ngày hẹn hiện nay ${date(dueAt)}`, `The present one is ${date(dueAt)}`);
  const latest = allowed === null ? '' : say(`; không muộn hơn ${date(allowed.latest)}`, `; ${date(allowed.latest)} at the latest`);
  const early =
    allowed?.open === false
      ? say(`Hồ sơ đang đúng hạn: chỉ hẹn lại được từ ${date(allowed.from)}, hoặc khi thời gian còn lại không đủ`, `It is on time: a new date may be given from ${date(allowed.from)} on, or when the time no longer suffices`)
      : undefined;
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
      {early !== undefined && <Text size="sm">{early}</Text>}
      {again === 'yes' && (
        <DateField
          label={say('Ngày hẹn mới', 'New date')}
          description={`${present}${latest}`}
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
