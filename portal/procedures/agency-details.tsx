import { Alert, Anchor, Badge, Breadcrumbs, Button, Group, List, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { date } from '../parts/dates';
import { Loading, ProblemAlert } from '../parts/problem';
import { agencyRole, officerRole, tierName } from '../parts/role-names';
import { AgencyContact } from './contact-forms';
import { AgencyProcedures } from './agency-procedures';
import { Provenance } from './provenance';
import { Section } from './section';
import { weekdayName } from './weekday';

type Agency = Schemas['Agency'];

interface AgencyDetailsProps {
  readonly code: string;
  readonly on: string | undefined;
  readonly onSelect: (code: string) => void;
}

/** One agency as it is on the day. */
export function AgencyDetails({ code, on, onSelect }: AgencyDetailsProps) {
  const { data, error, refetch } = api.useQuery('get', '/v1/agencies/{code}', { params: { path: { code }, query: on ? { on } : {} } });
  // One that had gone by then, or is still to come: what is known of it without a day.
  const gone = api.useQuery('get', '/v1/agencies/{code}', { params: { path: { code } } }, { enabled: error?.status === 404 && on !== undefined });
  const shown = data ?? gone.data;
  if (shown) return <Shown agency={shown} on={on} onSelect={onSelect} />;
  if (error && !gone.isFetching) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return <Loading />;
}

function Shown({ agency, on, onSelect }: { readonly agency: Agency; readonly on: string | undefined; readonly onSelect: (code: string) => void }) {
  const { say, of } = useLanguage();
  const session = useSession();
  const isUnit = agency.plays.includes('one-stop-unit');
  const mayTell = isKind(session, 'administrator') || (session?.postings.some((own) => own.agency === agency.code && own.role === 'leader') ?? false);
  return (
    <Stack gap="md">
      <div>
        <Breadcrumbs>
          {[...agency.parents].reverse().map(({ code, name }) => (
            <Pick key={code} name={of(name)} onPick={() => onSelect(code)} />
          ))}
        </Breadcrumbs>
        <Title order={2} size="h3">
          {of(agency.name)}
        </Title>
        <Group gap="xs" mt={4}>
          <Text className="number">{agency.code}</Text>
          <Badge variant="outline" color="gray.8" size="lg" tt="none">
            {of(tierName(agency.tier))}
          </Badge>
          <Text>
            {say('từ', 'from')} {date(agency.from)}
            {agency.to !== null && ` ${say('đến trước', 'until before')} ${date(agency.to)}`}
          </Text>
        </Group>
      </div>
      {!(on === undefined ? agency.exists : agency.from <= on && (agency.to === null || on < agency.to)) && (
        <Alert color="yellow" variant="light" icon={<IconInfoCircle aria-hidden />}>
          {say('Cơ quan này không tồn tại vào ngày đã chọn; dưới đây là thông tin gần nhất.', 'It does not exist on that day; what follows is the last that is known.')}
        </Alert>
      )}
      <List listStyleType="none" spacing={4}>
        <List.Item>
          <b>{say('Người đứng đầu', 'Head')}:</b> {of(agency.head)}
        </List.Item>
        {agency.plays.length > 0 && (
          <List.Item>
            <b>{say('Vai trò trong quy trình', 'Part in routes')}:</b> {agency.plays.map((role) => of(agencyRole(role))).join(', ')}
          </List.Item>
        )}
        {agency.opening && (
          <List.Item>
            <b>{say('Giờ tiếp nhận', 'Opening hours')}:</b> <Opening opening={agency.opening} />
          </List.Item>
        )}
      </List>
      <Changed agency={agency} onSelect={onSelect} />
      <Section title={say('Vị trí công tác', 'Posts')} order={3}>
        <Posts posts={agency.posts} />
      </Section>
      {agency.serves.length > 0 && (
        <Section title={say(`Phục vụ ${agency.serves.length} địa bàn`, `Serves ${agency.serves.length} places`)} order={3}>
          <Names names={agency.serves} onSelect={onSelect} />
        </Section>
      )}
      {agency.children.length > 0 && (
        <Section title={say(`${agency.children.length} đơn vị trực thuộc`, `${agency.children.length} units below it`)} order={3}>
          <Names names={agency.children} onSelect={onSelect} />
        </Section>
      )}
      {isUnit && (
        <Section title={say('Thủ tục tiếp nhận tại đây', 'Procedures received here')} order={3}>
          <AgencyProcedures code={agency.code} on={on} />
        </Section>
      )}
      {mayTell && (
        <Section title={say('Địa chỉ nhận thông báo của cơ quan', "The agency's own box")} order={3}>
          <AgencyContact agency={agency.code} />
        </Section>
      )}
      <Section title={say('Nguồn và độ tin cậy', 'Sources and confidence')} order={3}>
        <Provenance provenance={agency.provenance} />
      </Section>
    </Stack>
  );
}

const Pick = ({ name, onPick }: { readonly name: string; readonly onPick: () => void }) => (
  <Anchor component="button" type="button" underline="always" ta="left" c="teal.7" mih={24} onClick={onPick}>
    {name}
  </Anchor>
);

/** Of a long list so many are shown at first. */
const FIRST = 6;

function Names({ names, onSelect }: { readonly names: readonly Schemas['Agency']['serves'][number][]; readonly onSelect: (code: string) => void }) {
  const { say, of } = useLanguage();
  const [all, setAll] = useState(false);
  return (
    <>
      <List spacing={2}>
        {(all ? names : names.slice(0, FIRST)).map(({ code, name }) => (
          <List.Item key={code}>
            <Pick name={of(name)} onPick={() => onSelect(code)} />
          </List.Item>
        ))}
      </List>
      {names.length > FIRST && (
        <Group>
          <Button size="xs" variant="default" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? say('Thu gọn', 'Show fewer') : say(`Xem cả ${names.length}`, `Show all ${names.length}`)}
          </Button>
        </Group>
      )}
    </>
  );
}

/** What it was called before, from what it came, and what it became. */
function Changed({ agency: { predecessors, successors, periods }, onSelect }: { readonly agency: Agency; readonly onSelect: (code: string) => void }) {
  const { say, of } = useLanguage();
  const named = (title: string, names: Agency['successors']) =>
    names.length > 0 && (
      <div>
        <b>{title}:</b>
        <Names names={names} onSelect={onSelect} />
      </div>
    );
  if (predecessors.length + successors.length === 0 && periods.length < 2) return null;
  return (
    <Section title={say('Sắp xếp, đổi tên', 'Reorganisation')} order={3}>
      {named(say('Tiền thân', 'Predecessors'), predecessors)}
      {named(say('Cơ quan kế thừa', 'Successors'), successors)}
      {periods.length > 1 && (
        <List spacing={2}>
          {periods.map(({ from, to, name }) => (
            <List.Item key={from}>
              {date(from)} – {to === null ? say('nay', 'now') : date(to)}: {of(name)}
            </List.Item>
          ))}
        </List>
      )}
    </Section>
  );
}

function Posts({ posts }: { readonly posts: Agency['posts'] }) {
  const { say, of } = useLanguage();
  // As files, commands and machine clients name it.
  const code = isKind(useSession(), 'administrator');
  return (
    <Table withTableBorder verticalSpacing={4}>
      <VisuallyHidden component="caption">{say('Vị trí công tác', 'Posts')}</VisuallyHidden>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{say('Vị trí', 'Post')}</Table.Th>
          {code && <Table.Th scope="col">{say('Ký hiệu', 'Code')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {posts.map(({ post, role }) => (
          <Table.Tr key={post}>
            <Table.Th scope="row" fw={400}>
              {of(officerRole(role))}
            </Table.Th>
            {code && <Table.Td className="number">{post}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Opening({ opening: { sessions, weekdays } }: { readonly opening: NonNullable<Agency['opening']> }) {
  const { language } = useLanguage();
  return (
    <>
      {sessions.map(({ from, to }) => `${from}–${to}`).join(', ')}; {weekdays.map((day) => weekdayName(day, language)).join(', ')}
    </>
  );
}
