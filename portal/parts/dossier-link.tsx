import { Link } from '@tanstack/react-router';
import { useLanguage } from '../app/language';
import classes from './dossier-link.module.css';

/** A dossier by its legal code; one that has none yet by the beginning of its id. */
export function DossierLink({ dossierId, code }: { readonly dossierId: string; readonly code: string | null }) {
  const { say } = useLanguage();
  return (
    <Link to="/dossiers/$reference" params={{ reference: code ?? dossierId }} className={classes['link']}>
      {code ?? `${say('chưa có mã', 'no code yet')} · ${dossierId.slice(0, 8)}`}
    </Link>
  );
}
