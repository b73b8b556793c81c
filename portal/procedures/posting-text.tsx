import { Text } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { dateTime } from '../parts/dates';
import { officerRole, postingKind } from '../parts/role-names';

/** A post somebody holds, with its dates where they matter. */
export function PostingText({ posting: { agency, role, kind, onBehalfOf, from, to } }: { readonly posting: Pick<Schemas['Posting'], 'agency' | 'role' | 'kind' | 'onBehalfOf' | 'from' | 'to'> }) {
  const { say, of } = useLanguage();
  const nameOf = useAgencyName();
  return (
    <Text size="sm">
      <b>{of(officerRole(role))}</b> · {nameOf(agency)} <span className="number">({agency})</span>
      {kind !== 'regular' && (
        <>
          {' '}
          · {of(postingKind(kind))}
          {onBehalfOf !== null && ` ${say('cho', 'for')} ${onBehalfOf}`}
        </>
      )}
      {to !== null && ` · ${dateTime(from)} – ${dateTime(to)}`}
    </Text>
  );
}
