import { Link } from '@tanstack/react-router';
import { useLanguage } from '../app/language';
import { count as shown } from '../parts/numbers';
import type { Figure } from './figures';

interface FigureLinkProps {
  readonly figure: Figure;
  readonly count: number;
  /** What is counted, for those who hear the link. */
  readonly of: string;
  /** What narrows it, on top of the address. */
  readonly place?: Readonly<Record<string, string>>;
}

/** A count that leads to the dossiers it counts. */
export function FigureLink({ figure, count, of, place = {} }: FigureLinkProps) {
  const { language } = useLanguage();
  if (count === 0) return <>{shown(0, language)}</>;
  return (
    <Link to="/supervision" search={(before: Record<string, unknown>) => ({ ...before, tab: 'rate', ...place, figure }) as never} aria-label={`${shown(count, language)} – ${of}`}>
      {shown(count, language)}
    </Link>
  );
}
