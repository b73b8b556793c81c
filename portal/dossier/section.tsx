import { Stack, Title } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { useLanguage } from '../app/language';
import classes from './dossier.module.css';
import { SECTIONS } from './sections';
import type { SectionId } from './sections';

interface SectionProps {
  readonly id: SectionId;
  /** Takes the focus when what was at work in the section is done. */
  readonly headingRef?: Ref<HTMLHeadingElement>;
  /** Stands right below the heading. */
  readonly below?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page under its heading. */
export function Section({ id, headingRef, below, children }: SectionProps) {
  const { of } = useLanguage();
  const title = `${id}-title`;
  return (
    <Stack component="section" id={id} aria-labelledby={title} gap="sm" className={classes['section']}>
      <div>
        <Title order={2} size="h3" id={title} tabIndex={-1} className={classes['title']} {...(headingRef === undefined ? {} : { ref: headingRef })}>
          {of(SECTIONS[id])}
        </Title>
        {below}
      </div>
      {children}
    </Stack>
  );
}
