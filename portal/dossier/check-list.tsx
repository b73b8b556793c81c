import { Group, Text } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import classes from './dossier.module.css';
import type { Dossier } from './use-dossier';

interface CheckListProps {
  readonly dossier: Dossier;
  readonly documents: Schemas['Procedure']['documents'];
}

/** What belongs to the dossier, and whether it was handed in. */
export function CheckList({ dossier, documents }: CheckListProps) {
  const { say, of } = useLanguage();
  return (
    <ul className={classes['list']} aria-label={say('Thành phần hồ sơ', 'Check list')}>
      {documents.map(({ document, name, required }) => {
        const there = dossier.documents.includes(document);
        const Icon = there ? IconCheck : required ? IconX : IconMinus;
        return (
          <li key={document}>
            <Group component="span" gap={8} wrap="nowrap" align="flex-start" display="inline-flex">
              <Icon size={20} aria-hidden style={{ flex: 'none' }} />
              <span>
                {of(name)} –{' '}
                <Text span fw={there ? 400 : 600}>
                  {there ? say('đã nộp', 'handed in') : required ? say('chưa nộp', 'not handed in') : say('không bắt buộc, chưa nộp', 'not required, not handed in')}
                </Text>
              </span>
            </Group>
          </li>
        );
      })}
    </ul>
  );
}
