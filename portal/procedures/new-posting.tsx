import { Button, Group, Paper, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { AgencySelect } from '../parts/agency-select';
import { DateField } from '../parts/date-field';
import { ProblemAlert } from '../parts/problem';
import { OFFICER_ROLES, officerRole, postingKind } from '../parts/role-names';
import { useToday } from '../parts/today';
import { useWaits } from '../parts/waits';
import { useReadAgain } from './use-read-again';

type Given = Schemas['NewPostingInput'];

interface NewPostingProps {
  readonly person: Schemas['RegisteredPerson'];
  /** A leader appoints stand-ins, an administrator gives any post. */
  readonly onlyStandIn: boolean;
  readonly onClose: () => void;
}

/** Gives somebody a post from a day on. */
export function NewPosting({ person: { person }, onlyStandIn, onClose }: NewPostingProps) {
  const { say, of } = useLanguage();
  const readAgain = useReadAgain();
  const waits = useWaits();
  const today = useToday();
  const [kind, setKind] = useState<NonNullable<Given['kind']>>(onlyStandIn ? 'stand-in' : 'regular');
  const [agency, setAgency] = useState<string | null>(null);
  const [role, setRole] = useState<Given['role'] | null>(null);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [onBehalfOf, setOnBehalfOf] = useState<string | null>(null);
  const chosen = api.useQuery('get', '/v1/agencies/{code}', { params: { path: { code: agency ?? '' } } }, { enabled: agency !== null });
  const staff = api.useQuery('get', '/v1/people', { params: { query: { agency: agency ?? '', limit: 200 } } }, { enabled: kind === 'stand-in' && agency !== null });
  const holders = (staff.data?.items ?? []).filter((each) => each.person !== person && each.postings.some((own) => own.agency === agency && own.role === role && own.kind !== 'stand-in'));
  const give = api.useMutation('post', '/v1/people/{person}/postings');
  const standsIn = kind === 'stand-in';
  const roles = chosen.data?.posts.map((post) => post.role as string) ?? OFFICER_ROLES;
  const ready = agency !== null && role !== null && today !== '' && (!standsIn || (to !== '' && onBehalfOf !== null));
  const at = (day: string): string => `${day}T00:00:00+07:00`;
  const submit = (): void =>
    give.mutate(
      { params: { path: { person } }, body: { agency: agency!, role: role!, kind, from: at(from === '' ? today : from), ...(to === '' ? {} : { to: at(to) }), ...(standsIn && onBehalfOf !== null ? { onBehalfOf } : {}) } },
      {
        onSuccess: async (answer) => {
          waits(answer);
          await readAgain();
          onClose();
        },
      },
    );
  return (
    <Paper withBorder p="md">
      <Stack>
        {!onlyStandIn && (
          <Select label={say('Hình thức', 'Kind')} allowDeselect={false} data={(['regular', 'secondment', 'stand-in'] as const).map((each) => ({ value: each, label: of(postingKind(each)) }))} value={kind} onChange={(next) => setKind(next as typeof kind)} />
        )}
        <AgencySelect label={say('Cơ quan', 'Agency')} required value={agency} onChange={(next) => { setAgency(next); setRole(null); setOnBehalfOf(null); }} />
        <Select label={say('Vị trí', 'Post')} required data={roles.map((each) => ({ value: each, label: of(officerRole(each)) }))} value={role} onChange={(next) => { setRole(next as Given['role'] | null); setOnBehalfOf(null); }} />
        {standsIn && (
          <Select
            label={say('Làm thay cho', 'Stands in for')}
            description={say('Người đang giữ vị trí này; chọn cơ quan và vị trí trước', 'Who holds the post; choose agency and post first')}
            required
            disabled={holders.length === 0}
            data={holders.map((holder) => ({ value: holder.person, label: `${holder.name} (${holder.person})` }))}
            value={onBehalfOf}
            onChange={setOnBehalfOf}
            error={staff.data && role !== null && holders.length === 0 ? say('Chưa ai giữ vị trí này', 'Nobody holds this post') : null}
          />
        )}
        <Group align="flex-start">
          <DateField label={say('Từ ngày', 'From')} description={say('Để trống: hôm nay', 'Empty: today')} value={from} onChange={setFrom} />
          <DateField label={say('Đến trước ngày', 'Until before')} description={standsIn ? say('Làm thay phải có ngày kết thúc', 'A stand-in must end') : say('Để trống: không định ngày', 'Empty: without an end')} required={standsIn} value={to} onChange={setTo} />
        </Group>
        {give.error && <ProblemAlert error={give.error} />}
        <Group>
          <Button onClick={submit} loading={give.isPending} disabled={!ready}>
            {standsIn ? say('Cử làm thay', 'Appoint') : say('Giao vị trí', 'Give the post')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {say('Bỏ qua', 'Cancel')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
