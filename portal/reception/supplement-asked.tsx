import { Button, List, Stack, Text, Title } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';
import { Loading, ProblemAlert } from '../parts/problem';

export interface Asked {
  readonly items: readonly string[];
  readonly respondBy: string | null;
  readonly state: 'waiting' | 'provided' | 'confirmed';
}

/** What was asked of the applicant last, and how far that has come. Null: nothing; undefined: not known yet. */
export function useAsked(dossier: Schemas['Dossier'] | undefined): { readonly asked: Asked | null | undefined; readonly error: unknown } {
  const { data, error } = api.useQuery('get', '/v1/dossiers/{reference}/history', { params: { path: { reference: dossier?.dossierId ?? '' } } }, { enabled: dossier !== undefined });
  if (!dossier || !data) return { asked: undefined, error };
  const last = data.items.findLast(({ type }) => type === 'SupplementRequested')?.detail as { readonly items?: readonly string[]; readonly supplement?: { readonly respondBy?: number } } | undefined;
  if (!last) return { asked: null, error };
  const can = (name: string): boolean => dossier.acts.some(({ act }) => act === name);
  const respondBy = last.supplement?.respondBy;
  return {
    asked: { items: last.items ?? [], respondBy: respondBy === undefined ? null : new Date(respondBy).toISOString(), state: can('provide-supplement') ? 'waiting' : can('confirm-supplement') ? 'provided' : 'confirmed' },
    error,
  };
}

interface SupplementAskedProps {
  readonly asked: Asked | null | undefined;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onReceived: () => void;
}

/** The list that was sent to the applicant; at the window its papers are taken in at once. */
export function SupplementAsked({ asked, error, busy, onReceived }: SupplementAskedProps) {
  const { say } = useLanguage();
  if (error) return <ProblemAlert error={error} />;
  if (asked === undefined) return <Loading />;
  if (asked === null) return null;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        {say('Đã yêu cầu bổ sung', 'What was asked for')}
      </Title>
      <List spacing="xs">
        {asked.items.map((item, i) => (
          <List.Item key={i}>{item}</List.Item>
        ))}
      </List>
      {asked.state === 'confirmed' ? (
        <Text mt="xs">{say('Đã nhận đủ; có thể tiếp nhận.', 'Everything came in; it may be accepted.')}</Text>
      ) : (
        <Stack gap="xs" mt="xs" align="flex-start">
          <Text>
            {asked.state === 'waiting' ? say('Người nộp phải bổ sung trước', 'The applicant has until') : say('Người nộp đã gửi; hãy kiểm tra. Hạn bổ sung', 'Sent by the applicant; check it. Due')} <b className="number">{dateTime(asked.respondBy)}</b>
          </Text>
          <Button loading={busy} onClick={onReceived}>
            {say('Đã nhận đủ giấy tờ bổ sung', 'Everything asked for is here')}
          </Button>
        </Stack>
      )}
    </section>
  );
}
