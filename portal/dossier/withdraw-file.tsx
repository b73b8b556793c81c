import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../app/language';
import { BusyButton } from '../parts/busy-button';
import { Dialog } from '../parts/dialog';
import { useNotify } from '../parts/notify';
import { ProblemAlert } from '../parts/problem';
import { usePerform } from '../parts/use-perform';
import { CountedText } from './acts/counted-text';
import type { Attachment } from './attached-files';

interface WithdrawFileProps {
  readonly dossierId: string;
  readonly file: Attachment;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Marks a file as withdrawn; it stays on record. */
export function WithdrawFile({ dossierId, file, onClose, onDone }: WithdrawFileProps) {
  const { say } = useLanguage();
  const notify = useNotify();
  const { act, busy, error } = usePerform();
  const [reason, setReason] = useState('');
  const withdraw = async (): Promise<void> => {
    const recorded = await act(dossierId, 'withdraw-document', { attachmentId: file.attachmentId, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
    if (!recorded) return;
    notify(say('Đã rút tệp', 'File withdrawn'));
    onDone();
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={say('Rút tệp đính kèm', 'Withdraw a file')} guarded>
      <Stack>
        <Text>
          <b>{file.name}</b>. {say('Tệp không còn giá trị trong hồ sơ nhưng vẫn được lưu vết.', 'It no longer counts in the dossier, and stays on record.')}
        </Text>
        <CountedText label={say('Lý do', 'Reason')} hint="" required={false} value={reason} onChange={setReason} error={undefined} />
        {error !== null && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('Đóng', 'Close')}
          </Button>
          <BusyButton busy={busy} color="red.9" onClick={() => void withdraw()}>
            {say('Rút tệp', 'Withdraw')}
          </BusyButton>
        </Group>
      </Stack>
    </Dialog>
  );
}
