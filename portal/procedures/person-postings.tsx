import { Button, Group, Paper, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useSession } from '../app/session';
import { dateTime } from '../parts/dates';
import { useAgencyName } from '../parts/agency-names';
import { officerRole, postingKind } from '../parts/role-names';
import { EndPosting } from './end-posting';
import { NewPosting } from './new-posting';

interface PersonPostingsProps {
  readonly person: Schemas['RegisteredPerson'];
  readonly administers: boolean;
  readonly leads: boolean;
}

/** The posts somebody has held, holds and will hold. */
export function PersonPostings({ person, administers, leads }: PersonPostingsProps) {
  const { say, of } = useLanguage();
  const session = useSession();
  const nameOf = useAgencyName();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Schemas['Posting'] | null>(null);
  const now = Date.parse(session?.officialTime ?? '');
  const over = ({ to }: Schemas['Posting']): boolean => to !== null && Date.parse(to) <= now;
  return (
    <Stack gap="sm">
      {person.postings.length === 0 ? (
        <Text>{say('Chưa có vị trí nào.', 'No post yet.')}</Text>
      ) : (
        <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
          {person.postings.map((posting) => (
            <Paper component="li" withBorder p="xs" key={posting.id}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <div>
                  <b>{of(officerRole(posting.role))}</b> · {nameOf(posting.agency)} <span className="number">({posting.agency})</span>
                  <Text size="sm" className="number">
                    {posting.kind === 'regular' ? '' : `${of(postingKind(posting.kind))}${posting.onBehalfOf === null ? '' : ` ${say('cho', 'for')} ${posting.onBehalfOf}`}, `}
                    {say('từ', 'from')} {dateTime(posting.from)}
                    {posting.to !== null && ` ${say('đến', 'to')} ${dateTime(posting.to)}`}
                    {over(posting) && ` · ${say('đã hết', 'over')}`}
                  </Text>
                </div>
                {!over(posting) && (administers || (leads && posting.kind === 'stand-in') || posting.onBehalfOf === session?.person) && (
                  <Button size="xs" variant="default" flex="none" onClick={() => setEnding(posting)}>
                    {say('Kết thúc…', 'End…')}
                    <VisuallyHidden> {posting.post}</VisuallyHidden>
                  </Button>
                )}
              </Group>
            </Paper>
          ))}
        </Stack>
      )}
      {ending && <EndPosting person={person} posting={ending} onClose={() => setEnding(null)} />}
      {(administers || leads) &&
        (adding ? (
          <NewPosting person={person} onlyStandIn={!administers} onClose={() => setAdding(false)} />
        ) : (
          <Group>
            <Button variant="default" onClick={() => setAdding(true)}>
              {administers ? say('Giao vị trí…', 'Give a post…') : say('Cử làm thay…', 'Appoint as stand-in…')}
            </Button>
          </Group>
        ))}
    </Stack>
  );
}
