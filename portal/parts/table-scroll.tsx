import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';

interface TableScrollProps {
  /** Pixels below which the table scrolls in its own frame instead of being squeezed. */
  readonly minWidth: number;
  readonly maxWidth?: number;
  readonly children: ReactNode;
}

/** Where a table is wider than the screen it scrolls by itself, by keyboard, too. */
export function TableScroll({ minWidth, maxWidth, children }: TableScrollProps) {
  const { say } = useLanguage();
  return (
    <div role="group" aria-label={say('Bảng, cuộn ngang được', 'Table, scrolls sideways')} tabIndex={0} style={{ overflowX: 'auto', maxWidth }}>
      <div style={{ minWidth }}>{children}</div>
    </div>
  );
}
