import { IconLock } from '@tabler/icons-react';
import { useLanguage } from '../../app/language';
import { actName } from './act-forms';
import type { Possible } from './act-values';
import classes from './acts.module.css';
import { usePostsInWords } from './use-posts-in-words';

interface OthersActsProps {
  readonly acts: readonly Possible[];
  /** There is nothing that the reader may do. */
  readonly alone: boolean;
}

/** What may not be done from here, and whose it is. */
export function OthersActs({ acts, alone }: OthersActsProps) {
  const { say, of } = useLanguage();
  const postsInWords = usePostsInWords();
  if (acts.length === 0) return null;
  return (
    <details className={classes['others']}>
      <summary>
        <IconLock size={16} aria-hidden />{' '}
        {alone
          ? say(`Không có thao tác nào thuộc vị trí của bạn; ${acts.length} thao tác của người khác`, `Nothing of this is yours to do; ${acts.length} acts that are others'`)
          : say(`${acts.length} thao tác của người khác, và vì sao`, `${acts.length} acts that are others', and why`)}
      </summary>
      <ul>
        {acts.map(({ act, by, whyNot }) => (
          <li key={act}>
            <b>{of(actName(act))}</b>: {by.length > 0 ? say(`chỉ ${postsInWords(by)} được làm`, `only ${postsInWords(by)} may`) : whyNot?.detail}
          </li>
        ))}
      </ul>
    </details>
  );
}
