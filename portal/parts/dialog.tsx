import { Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Something that is lost when it is closed: a click beside it does not do that. */
  readonly guarded?: boolean;
  readonly children: ReactNode;
}

/** A dialog whose head is no second banner of the page. */
export function Dialog({ opened, onClose, title, guarded = false, children }: DialogProps) {
  const { say } = useLanguage();
  return (
    <Modal.Root opened={opened} onClose={onClose} size="lg" closeOnClickOutside={!guarded}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Group justify="space-between" wrap="nowrap" py="md">
            <Modal.Title fz="lg" fw={600} lh={1.35}>
              {title}
            </Modal.Title>
            <Modal.CloseButton aria-label={say('Đóng', 'Close')} />
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
