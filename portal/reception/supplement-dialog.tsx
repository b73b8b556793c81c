import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLanguage } from '../app/language';
import { Dialog } from '../parts/dialog';

const LONGEST_ITEM = 200;

interface SupplementDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** What the check list says is missing. */
  readonly missing: readonly string[];
  readonly onConfirm: (fields: { readonly items: readonly string[]; readonly note?: string }) => void;
}

/** Mẫu số 02: everything that is missing, at once: it may be asked for one time only. */
export function SupplementDialog({ opened, onClose, missing, onConfirm }: SupplementDialogProps) {
  const { say } = useLanguage();
  return (
    <Dialog opened={opened} onClose={onClose} title={say('Yêu cầu bổ sung, hoàn thiện hồ sơ', 'Ask for what is missing')}>
      <SupplementForm missing={missing} onClose={onClose} onConfirm={onConfirm} />
    </Dialog>
  );
}

function SupplementForm({ missing, onClose, onConfirm }: Omit<SupplementDialogProps, 'opened'>) {
  const { say } = useLanguage();
  const [chosen, setChosen] = useState<readonly string[]>(missing);
  const [others, setOthers] = useState('');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  // Opened before the procedure was read, the check list comes later.
  useEffect(() => setChosen(missing), [missing]);
  const confirm = (): void => {
    const items = [...chosen, ...others.split('\n').map((line) => line.trim()).filter((line) => line !== '')];
    if (items.length === 0) return setFault(say('Hãy nêu ít nhất một giấy tờ hoặc nội dung cần bổ sung', 'Name at least one thing that is missing'));
    if (items.some((item) => item.length > LONGEST_ITEM)) return setFault(say(`Mỗi dòng tối đa ${LONGEST_ITEM} chữ; chi tiết hãy ghi ở lý do`, `At most ${LONGEST_ITEM} letters a line; details go into the reason`));
    onConfirm({ items, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <Stack>
      {missing.length > 0 && (
        <Checkbox.Group label={say('Giấy tờ còn thiếu', 'Missing documents')} value={[...chosen]} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {missing.map((name) => (
              <Checkbox key={name} value={name} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Textarea
        label={say('Nội dung khác cần bổ sung', 'Anything else')}
        description={say('Mỗi nội dung một dòng. Chỉ được yêu cầu một lần: hãy nêu đầy đủ.', 'One a line. It may be asked for once only: name everything.')}
        autosize
        minRows={2}
        maxRows={8}
        value={others}
        onChange={({ currentTarget }) => {
          setOthers(currentTarget.value);
          setFault(null);
        }}
        error={fault}
        data-autofocus
      />
      <Textarea label={say('Lý do, hướng dẫn', 'Reason, instructions')} autosize minRows={2} maxRows={8} maxLength={10_000} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {say('Quay lại', 'Back')}
        </Button>
        <Button onClick={confirm}>{say('Gửi yêu cầu bổ sung', 'Ask for it')}</Button>
      </Group>
    </Stack>
  );
}
