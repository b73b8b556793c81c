import { Title } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import classes from './new-dossier.module.css';

/** One step of taking a dossier in. */
export function Step({ number, title, children }: { readonly number: number; readonly title: string; readonly children: ReactNode }) {
  const heading = useId();
  return (
    <section className={classes['step']} aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {number}. {title}
      </Title>
      {children}
    </section>
  );
}
