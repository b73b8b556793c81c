import { Link } from '@tanstack/react-router';
import { useLanguage } from '../app/language';
import classes from './dossier-link.module.css';

interface DossierLinkProps {
  readonly dossierId: string;
  readonly code: string | null;
  /** The one of its tasks that comes first on its page. */
  readonly task?: string;
}

/** A dossier by its legal code; one that has none yet by the beginning of its id. */
export function DossierLink({ dossierId, code, task }: DossierLinkProps) {
  const { say } = useLanguage();
  return (
    <Link to="/dossiers/$reference" params={{ reference: code ?? dossierId }} search={(task === undefined ? {} : { task }) as never} className={classes['link']}>
      {code ?? `${say('chưa có mã', 'no code yet')} · ${dossierId.slice(0, 8)}`}
    </Link>
  );
}
