import { Alert, Stack, Text, TextInput } from '@mantine/core';
import { useLanguage } from '../../app/language';
import type { Dossier, Values } from './act-values';

/** Under which name the reason stands for which a paper or a fee is let off. */
export const exceptionOf = (kind: 'document' | 'fee', name: string): string => `exceptions.${kind}.${name}`;

/** What the acceptance wants and is not there, each with the reason for which it is let off. */
export const exceptionsIn = (texts: Values['texts']): readonly Readonly<Record<string, string>>[] =>
  Object.entries(texts).flatMap(([input, reason]) => {
    const [, kind, name] = /^exceptions\.(document|fee)\.(.+)$/.exec(input) ?? [];
    return kind === undefined || name === undefined || reason.trim() === '' ? [] : [{ [kind]: name, reason: reason.trim() }];
  });

interface ExceptionsFieldProps {
  readonly wanting: Dossier['wanting'];
  readonly texts: Values['texts'];
  readonly onChange: (name: string, text: string) => void;
  /** Reasons that are missing are marked. */
  readonly tried: boolean;
}

/** Papers that are not there and fees that are not paid: an exception for each, with its reason, or none of it. */
export function ExceptionsField({ wanting: { documents, fees }, texts, onChange, tried }: ExceptionsFieldProps) {
  const { say, of } = useLanguage();
  if (documents.length + fees.length === 0) return null;
  const wanted = [
    ...documents.map(({ document, name }) => ({ input: exceptionOf('document', document), label: of(name) })),
    ...fees.map(({ fee, name, amount }) => ({ input: exceptionOf('fee', fee), label: `${of(name)}: ${amount.toLocaleString('vi-VN')} ${say('đồng', 'dong')}` })),
  ];
  return (
    <Stack gap="xs">
      <Alert color="yellow" variant="light" title={say('Còn thiếu theo quy định', 'Still wanting by law')}>
        <Text size="sm">
          {say(
            'Hãy yêu cầu bổ sung giấy tờ hoặc ghi nhận đã nộp phí trước. Chỉ tiếp nhận khi còn thiếu nếu nêu lý do cho từng khoản; lý do được lưu cùng hồ sơ.',
            'Ask for the papers or record the payment first. To accept it without, give the reason for each; it is kept with the dossier.',
          )}
        </Text>
      </Alert>
      {wanted.map(({ input, label }) => (
        <TextInput
          key={input}
          label={label}
          description={say('Lý do tiếp nhận khi còn thiếu', 'Why it is accepted without')}
          required
          maxLength={1_000}
          value={texts[input] ?? ''}
          onChange={({ currentTarget }) => onChange(input, currentTarget.value)}
          error={tried && (texts[input] ?? '').trim() === '' ? say('Hãy ghi lý do', 'Write the reason') : undefined}
        />
      ))}
    </Stack>
  );
}

/** Whether everything that is wanting has its reason. */
export const allExcepted = ({ documents, fees }: Dossier['wanting'], texts: Values['texts']): boolean =>
  [...documents.map(({ document }) => exceptionOf('document', document)), ...fees.map(({ fee }) => exceptionOf('fee', fee))].every((input) => (texts[input] ?? '').trim() !== '');

/** Refusals that an exception with its reason answers, so that the act is offered all the same. */
export const isExceptable = (whyNot: Dossier['acts'][number]['whyNot']): boolean => whyNot !== null && ['DOCUMENTS_MISSING', 'FEE_UNPAID'].includes(whyNot.code);
