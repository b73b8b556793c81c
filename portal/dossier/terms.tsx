import type { ReactNode } from 'react';
import classes from './dossier.module.css';

export type Term = readonly [name: string, value: ReactNode];

/** Names with what they stand for, as many beside each other as there is room. */
export function Terms({ items }: { readonly items: readonly Term[] }) {
  return (
    <dl className={classes['terms']}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
