import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { ExceptionsField, allExcepted, exceptionsIn } from '../dossier/acts/exceptions-field';
import { Dialog } from '../parts/dialog';

type Wanting = Schemas['Dossier']['wanting'];

interface AcceptDialogProps {
  readonly opened: boolean;
  readonly wanting: Wanting;
  readonly onClose: () => void;
  /** @param receipt Of the fee that was paid just now. */
  readonly onConfirm: (fields: Readonly<Record<string, unknown>>, receipt: string | null) => void;
}

/** Accepting what is not complete: the fee is paid at the window, and what is let off has its reason. */
export function AcceptDialog({ opened, wanting, onClose, onConfirm }: AcceptDialogProps) {
  const { say } = useLanguage();
  return (
    <Dialog opened={opened} onClose={onClose} title={say('Tiếp nhận hồ sơ còn thiếu', 'Accept what is not complete')}>
      <AcceptForm wanting={wanting} onClose={onClose} onConfirm={onConfirm} />
    </Dialog>
  );
}

function AcceptForm({ wanting, onClose, onConfirm }: Omit<AcceptDialogProps, 'opened'>) {
  const { say } = useLanguage();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [receipt, setReceipt] = useState('');
  const [tried, setTried] = useState(false);
  const isPaid = receipt.trim() !== '';
  const left = isPaid ? { ...wanting, fees: [] } : wanting;
  const confirm = (): void => {
    setTried(true);
    if (!allExcepted(left, texts)) return;
    const exceptions = exceptionsIn(texts).filter((each) => !isPaid || !('fee' in each));
    onConfirm(exceptions.length === 0 ? {} : { exceptions }, isPaid ? receipt.trim() : null);
  };
  return (
    <Stack>
      {wanting.fees.length > 0 && (
        <TextInput
          data-autofocus
          label={say('Số biên lai đã nộp phí', 'Number of the receipt for the fee')}
          description={say('Để trống nếu được miễn, và nêu lý do bên dưới', 'Leave it empty where it is let off, and say why below')}
          maxLength={200}
          value={receipt}
          onChange={({ currentTarget }) => setReceipt(currentTarget.value)}
        />
      )}
      <ExceptionsField wanting={left} texts={texts} onChange={(name, text) => setTexts((before) => ({ ...before, [name]: text }))} tried={tried} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {say('Quay lại', 'Back')}
        </Button>
        <Button onClick={confirm}>{say('Tiếp nhận', 'Accept')}</Button>
      </Group>
    </Stack>
  );
}
