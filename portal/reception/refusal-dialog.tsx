import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../app/language';
import { AppealField, appealIn } from '../dossier/acts/appeal-field';
import { Dialog } from '../parts/dialog';

/** The grounds as they stand on Mẫu số 03, in Vietnamese whatever the language of the page: the notice is an official paper. */
const GROUNDS = [
  { vi: 'Không thuộc thẩm quyền tiếp nhận, giải quyết', en: "Not within this unit's competence" },
  { vi: 'Hồ sơ trùng với hồ sơ đang giải quyết', en: 'The same dossier is in process already' },
  { vi: 'Không đủ điều kiện theo quy định', en: 'The conditions of the law are not met' },
  { vi: 'Giấy tờ không hợp lệ, không thể bổ sung', en: 'Papers that are not valid and cannot be mended' },
] as const;

interface RefusalDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (fields: Readonly<Record<string, unknown>>) => void;
}

/** Mẫu số 03: refusing ends the dossier, and is done with a ground and a reason. */
export function RefusalDialog({ opened, onClose, onConfirm }: RefusalDialogProps) {
  const { say } = useLanguage();
  return (
    <Dialog opened={opened} onClose={onClose} title={say('Từ chối tiếp nhận hồ sơ', 'Refuse to accept it')}>
      <RefusalForm onClose={onClose} onConfirm={onConfirm} />
    </Dialog>
  );
}

function RefusalForm({ onClose, onConfirm }: Omit<RefusalDialogProps, 'opened'>) {
  const { say } = useLanguage();
  const [ground, setGround] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [appeal, setAppeal] = useState<Readonly<Record<string, string>>>({});
  const [tried, setTried] = useState(false);
  const confirm = (): void => {
    setTried(true);
    const given = appealIn(appeal);
    if (ground !== null && reason.trim() !== '') onConfirm({ ground, reason: reason.trim(), ...(given === undefined ? {} : { appeal: given }) });
  };
  return (
    <Stack>
      <Radio.Group label={say('Căn cứ từ chối', 'Ground')} required value={ground} onChange={setGround} error={tried && ground === null ? say('Hãy chọn căn cứ', 'Choose the ground') : undefined}>
        <Stack gap="xs" mt="xs">
          {GROUNDS.map(({ vi, en }, i) => (
            <Radio key={vi} value={vi} label={say(vi, en)} data-autofocus={i === 0 || undefined} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={say('Lý do cụ thể', 'Reason')}
        description={say('Ghi rõ quy định làm căn cứ và hướng dẫn người nộp', 'Name the rule, and what the applicant can do')}
        required
        autosize
        minRows={3}
        maxRows={10}
        maxLength={10_000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        error={tried && reason.trim() === '' ? say('Hãy ghi lý do', 'Write the reason') : undefined}
      />
      <AppealField texts={appeal} onChange={(name, text) => setAppeal((before) => ({ ...before, [name]: text }))} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {say('Quay lại', 'Back')}
        </Button>
        <Button color="red.9" onClick={confirm}>
          {say('Từ chối tiếp nhận', 'Refuse')}
        </Button>
      </Group>
    </Stack>
  );
}
