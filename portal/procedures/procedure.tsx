import { Alert, Badge, Button, Group, Select, Stack, Tabs, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { date } from '../parts/dates';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { useToday } from '../parts/today';
import { NextVersion } from './next-version';
import { ProcedureGuide } from './procedure-guide';
import { ProcedureRoute } from './procedure-route';
import { ProcedureRules } from './procedure-rules';
import { ProcedureVersions } from './procedure-versions';

/** One procedure: for applicants what to bring and how long it takes, for officers its way and its versions besides. */
export function ProcedurePage() {
  const { say, of } = useLanguage();
  const { code } = useParams({ strict: false }) as { code: string };
  const [{ version, on }] = useAddress();
  const asked = { ...(version ? { version: Number(version) } : {}), ...(on && !version ? { on } : {}) };
  const { data, error, refetch } = api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code }, query: asked } });
  const title = data ? of(data.name) : `${say('Thủ tục', 'Procedure')} ${code}`;
  return (
    <Page title={title}>
      {error ? (
        <Stack align="flex-start">
          <ProblemAlert error={error} onRetry={() => void refetch()} />
          <BackToAll />
        </Stack>
      ) : data ? (
        <Shown procedure={data} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function BackToAll() {
  const { say } = useLanguage();
  return (
    <Button component={Link} to="/procedures" variant="default">
      {say('Về danh mục', 'Back to the catalogue')}
    </Button>
  );
}

function Shown({ procedure }: { readonly procedure: Schemas['Procedure'] }) {
  const { say, of } = useLanguage();
  const session = useSession();
  const [{ tab = 'guide' }, change] = useAddress();
  const publishes = isKind(session, 'control', 'administrator');
  return (
    <>
      <Group justify="space-between" align="flex-end">
        <Stack gap={4}>
          <Text>
            <span className="number">{procedure.code}</span> · {of(procedure.sector)}
          </Text>
          <Validity procedure={procedure} />
        </Stack>
        <Group align="flex-end" gap="sm" className="no-print">
          <VersionChoice procedure={procedure} />
          <BackToAll />
        </Group>
      </Group>
      {session ? (
        <Tabs value={tab} onChange={(next) => change({ tab: next ?? undefined })} keepMounted={false}>
          <Tabs.List mb="md" className="no-print">
            <Tabs.Tab value="guide">{say('Hướng dẫn', 'Guide')}</Tabs.Tab>
            <Tabs.Tab value="route">{say('Quy trình', 'Route')}</Tabs.Tab>
            <Tabs.Tab value="rules">{say('Quy tắc và nguồn', 'Rules and sources')}</Tabs.Tab>
            <Tabs.Tab value="versions">{say('Các phiên bản', 'Versions')}</Tabs.Tab>
            {publishes && <Tabs.Tab value="edit">{say('Soạn phiên bản mới', 'Next version')}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="guide">
            <ProcedureGuide procedure={procedure} />
          </Tabs.Panel>
          <Tabs.Panel value="route">
            <ProcedureRoute procedure={procedure} />
          </Tabs.Panel>
          <Tabs.Panel value="rules">
            <ProcedureRules procedure={procedure} />
          </Tabs.Panel>
          <Tabs.Panel value="versions">
            <ProcedureVersions procedure={procedure} publishes={publishes} />
          </Tabs.Panel>
          {publishes && (
            <Tabs.Panel value="edit">
              <NextVersion procedure={procedure} />
            </Tabs.Panel>
          )}
        </Tabs>
      ) : (
        <ProcedureGuide procedure={procedure} />
      )}
    </>
  );
}

function VersionChoice({ procedure: { version, versions } }: { readonly procedure: Schemas['Procedure'] }) {
  const { say } = useLanguage();
  const [, change] = useAddress();
  if (versions.length < 2) return <Badge variant="outline" size="lg" tt="none" color="gray.8">{say(`Phiên bản ${version}`, `Version ${version}`)}</Badge>;
  return (
    <Select
      label={say('Phiên bản', 'Version')}
      w={160}
      allowDeselect={false}
      data={versions.map((each) => ({ value: String(each), label: say(`Phiên bản ${each}`, `Version ${each}`) }))}
      value={String(version)}
      onChange={(next) => change({ version: next === null ? undefined : Number(next), on: undefined })}
    />
  );
}

/** Whether one may hand in under it today. */
function Validity({ procedure: { from, to } }: { readonly procedure: Schemas['Procedure'] }) {
  const { say } = useLanguage();
  const today = useToday();
  if (today === '') return null;
  if (from <= today && (to === null || today < to)) {
    return (
      <Text size="sm">
        {say('Có hiệu lực từ ngày', 'In force from')} {date(from)}
        {to !== null && ` ${say('đến trước ngày', 'until before')} ${date(to)}`}.
      </Text>
    );
  }
  return (
    <Alert color="yellow" variant="light" icon={<IconInfoCircle aria-hidden />}>
      {today < from
        ? say(`Phiên bản này chưa có hiệu lực; bắt đầu từ ngày ${date(from)}.`, `This version is not in force yet; it begins on ${date(from)}.`)
        : say(`Phiên bản này hết hiệu lực từ ngày ${date(to)}; hồ sơ đã tiếp nhận vẫn theo phiên bản này.`, `This version ended on ${date(to)}; dossiers accepted under it keep it.`)}
    </Alert>
  );
}
