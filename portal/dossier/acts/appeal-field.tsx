import { Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useLanguage } from '../../app/language';
import type { Values } from './act-values';

const BODY = 'appeal.body';
const DAYS = 'appeal.days';

/** What is said of the way of appeal; nothing where it is the procedure's or the law's. */
export function appealIn(texts: Values['texts']): Readonly<Record<string, string | number>> | undefined {
  const body = (texts[BODY] ?? '').trim();
  const days = Number(texts[DAYS] ?? '');
  if (body === '' && !(days > 0)) return undefined;
  return { ...(body === '' ? {} : { body }), ...(days > 0 ? { days } : {}) };
}

interface AppealFieldProps {
  readonly texts: Values['texts'];
  readonly onChange: (name: string, text: string) => void;
}

/** Where and until when to complain, printed on the paper; by default whoever decides, and 90 days by the Law on Complaints. */
export function AppealField({ texts, onChange }: AppealFieldProps) {
  const { say } = useLanguage();
  return (
    <Stack gap="xs">
      <Group align="end" grow preventGrowOverflow={false}>
        <TextInput
          label={say('Nơi tiếp nhận khiếu nại', 'Where to complain')}
          description={say('Để trống: cơ quan ra quyết định', 'Empty: whoever decides')}
          maxLength={200}
          value={texts[BODY] ?? ''}
          onChange={({ currentTarget }) => onChange(BODY, currentTarget.value)}
        />
        <NumberInput
          label={say('Thời hạn khiếu nại (ngày)', 'Within how many days')}
          description={say('Để trống: 90 ngày theo Luật Khiếu nại', 'Empty: 90, by the Law on Complaints')}
          min={1}
          max={3650}
          allowDecimal={false}
          allowNegative={false}
          value={texts[DAYS] ?? ''}
          onChange={(value) => onChange(DAYS, String(value))}
        />
      </Group>
    </Stack>
  );
}
