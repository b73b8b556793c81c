import { TextInput } from '@mantine/core';
import type { ComponentProps } from 'react';

/** Six digits of an app: large, with the number keys of a telephone, and filled in by whoever keeps one's codes. */
export function CodeField(props: ComponentProps<typeof TextInput>) {
  return <TextInput autoComplete="one-time-code" maxLength={20} spellCheck={false} autoCapitalize="off" {...props} />;
}
