import { Badge } from '@mantine/core';
import { IconCircleCheck, IconHelpCircle, IconCircleDashed } from '@tabler/icons-react';
import { useLanguage } from '../app/language';

const LOOK = {
  H: { icon: IconCircleCheck, color: 'teal.7', vi: 'Chắc chắn', en: 'Sure' },
  M: { icon: IconCircleDashed, color: 'yellow.9', vi: 'Khá chắc chắn', en: 'Fairly sure' },
  L: { icon: IconHelpCircle, color: '#a61e1e', vi: 'Chưa chắc chắn', en: 'Uncertain' },
} as const;

/** How sure what stands here is. */
export function Confidence({ confidence }: { readonly confidence: keyof typeof LOOK }) {
  const { say } = useLanguage();
  const { icon: Icon, color, vi, en } = LOOK[confidence];
  return (
    <Badge variant="outline" color={color} size="lg" tt="none" miw="max-content" leftSection={<Icon size={16} aria-hidden />}>
      {say(vi, en)}
    </Badge>
  );
}
