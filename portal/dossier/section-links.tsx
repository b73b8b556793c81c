import { useLanguage } from '../app/language';
import classes from './dossier.module.css';
import { SECTIONS } from './sections';
import type { SectionId } from './sections';

/** Ways down a long page. */
export function SectionLinks({ ids }: { readonly ids: readonly SectionId[] }) {
  const { say, of } = useLanguage();
  return (
    <nav aria-label={say('Các phần của hồ sơ', 'Parts of this page')} className="no-print">
      <ul className={classes['links']}>
        {ids.map((id) => (
          <li key={id}>
            <a href={`#${id}`}>{of(SECTIONS[id])}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
