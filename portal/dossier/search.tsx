import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { SearchForm } from './search-form';
import { SearchResults } from './search-results';
import { askedIn } from './search-query';

/** Finds dossiers by what somebody at the counter can say: the code, a name with or without diacritics, a unit. */
export function DossierSearchPage() {
  const { say } = useLanguage();
  const [address, go] = useAddress();
  const asked = askedIn(address);
  return (
    <Page title={say('Tra cứu hồ sơ', 'Dossiers')}>
      {/* Going back in the browser fills the form anew. */}
      <SearchForm key={JSON.stringify(asked)} asked={asked} onSearch={go} />
      <SearchResults asked={asked} onClear={() => go(Object.fromEntries(Object.keys(asked).map((name) => [name, undefined])))} />
    </Page>
  );
}
