import { Button, Loader } from '@mantine/core';
import type { ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';

type BusyButtonProps = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> & { readonly busy: boolean };

/** A button that takes no second click while it works, and keeps the focus meanwhile: a disabled one would lose it. */
export function BusyButton({ busy, onClick, leftSection, ...rest }: BusyButtonProps) {
  return <Button {...rest} aria-disabled={busy} aria-busy={busy} leftSection={busy ? <Loader size={16} aria-hidden /> : leftSection} onClick={busy ? undefined : onClick} />;
}
