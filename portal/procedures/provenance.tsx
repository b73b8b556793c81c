import { Group, List, Stack, Text } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { legalText } from '../parts/legal-text';
import { assumedText } from './assumed-text';
import { Confidence } from './confidence';

/** Where the facts come from, how sure they are, and which of them nobody has confirmed. */
export function Provenance({ provenance: { source, confidence, assumed, note } }: { readonly provenance: Schemas['Procedure']['provenance'] }) {
  const { say, language } = useLanguage();
  return (
    <Stack gap="xs">
      <Group>
        <Text>{say('Độ tin cậy', 'Confidence')}:</Text>
        <Confidence confidence={confidence} />
      </Group>
      <List>
        {source.map((each) => (
          <List.Item key={each}>{legalText(each, language)}</List.Item>
        ))}
      </List>
      {assumed.length > 0 && (
        <Text>
          {say('Giả định, chưa ai xác nhận', 'Assumed, confirmed by nobody')}: {assumedText(assumed, language)}
        </Text>
      )}
      {note !== null && <Text>{note}</Text>}
    </Stack>
  );
}
