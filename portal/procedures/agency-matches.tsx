import { Stack, Text, UnstyledButton } from '@mantine/core';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { tierName } from '../parts/role-names';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import classes from './agency-matches.module.css';

interface AgencyMatchesProps {
  readonly q: string;
  readonly on: string | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (code: string) => void;
}

/** What the words found, the best first. */
export function AgencyMatches({ q, on, selected, onSelect }: AgencyMatchesProps) {
  const { say, of } = useLanguage();
  const { data, error, refetch } = api.useQuery('get', '/v1/agencies', { params: { query: { q, limit: 50, ...(on ? { on } : {}) } } }, { placeholderData: (before) => before });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Empty title={say('Không tìm thấy', 'Nothing found')}>{say('Hãy bớt từ, hoặc đổi ngày: cơ quan có thể đã sắp xếp lại.', 'Use fewer words, or another day: it may have been reorganised.')}</Empty>;
  return (
    <Stack gap={2} component="ul" p={0} m={0} className={classes['list'] ?? ''} aria-label={say('Kết quả tìm', 'What was found')}>
      {data.items.map(({ code, name, tier }) => (
        <li key={code}>
          <UnstyledButton className={classes['match'] ?? ''} aria-current={code === selected ? 'true' : undefined} onClick={() => onSelect(code)}>
            {of(name)}
            <Text span display="block" size="sm" className="number">
              {code} · {of(tierName(tier))}
            </Text>
          </UnstyledButton>
        </li>
      ))}
    </Stack>
  );
}
