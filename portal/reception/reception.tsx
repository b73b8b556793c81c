import { Select, Stack, Tabs, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useSession } from '../app/session';
import type { Session } from '../app/session';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { later } from '../parts/later';
import { Page } from '../parts/page';
import type { Recorded } from '../parts/performed';
import { useDraft } from './draft';
import { NewDossier } from './new-dossier';
import { Received } from './received';
import { WaitingList } from './waiting-list';

const { Part: WaitingDossier } = later(() => import('./waiting-dossier').then((part) => part.WaitingDossier));

const MOST_COUNTED = 200;

/** The one-stop window: taking a dossier in, and deciding on those that came by themselves. */
export function ReceptionPage() {
  const { say } = useLanguage();
  const session = useSession();
  const units = [...new Set((session?.postings ?? []).filter(({ role }) => role === 'receptionist').map(({ agency }) => agency))];
  if (!session || units.length === 0) {
    return (
      <Page title={say('Tiếp nhận', 'Reception')}>
        <Stack align="center" p="xl">
          <IconLock size={40} stroke={1.2} aria-hidden />
          <Text>{say('Trang này dành cho cán bộ tiếp nhận. Nếu đó là việc của bạn, hãy đề nghị quản trị cấp vị trí.', 'This page is for receptionists. If you are one, ask the administrator for the post.')}</Text>
        </Stack>
      </Page>
    );
  }
  return <Window session={session} units={units} />;
}

function Window({ session, units }: { readonly session: Session; readonly units: readonly string[] }) {
  const { say } = useLanguage();
  const nameOf = useAgencyName();
  const [address, setAddress] = useAddress();
  const unit = units.find((each) => each === address['unit']) ?? units[0]!;
  const tab = address['tab'] === 'waiting' ? 'waiting' : 'new';
  const waiting = api.useQuery('get', '/v1/tasks', { params: { query: { agency: unit, kind: 'receive', clock: 'not-started', limit: MOST_COUNTED } } });
  const count = waiting.data?.items.length;
  return (
    <Page
      title={say('Tiếp nhận hồ sơ', 'Reception')}
      count={count}
      actions={
        units.length > 1 ? (
          <Select aria-label={say('Bộ phận Một cửa', 'One-stop unit')} data={units.map((code) => ({ value: code, label: nameOf(code) }))} value={unit} onChange={(chosen) => setAddress({ unit: chosen ?? undefined, dossier: undefined })} allowDeselect={false} w={360} />
        ) : (
          <Text>{nameOf(unit)}</Text>
        )
      }
    >
      <Tabs value={tab} onChange={(next) => setAddress({ tab: next === 'waiting' ? 'waiting' : undefined, dossier: undefined })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="new">{say('Tiếp nhận mới', 'New dossier')}</Tabs.Tab>
          <Tabs.Tab value="waiting">
            {say('Chờ tiếp nhận', 'Waiting')}
            {count === undefined ? '' : ` (${count}${waiting.data?.next == null ? '' : '+'})`}
          </Tabs.Tab>
        </Tabs.List>
        <Desk key={unit} person={session.person} unit={unit} tab={tab} dossier={address['dossier']} onOpen={(dossier) => setAddress({ tab: 'waiting', dossier })} />
      </Tabs>
    </Page>
  );
}

interface DeskProps {
  readonly person: string;
  readonly unit: string;
  readonly tab: 'new' | 'waiting';
  readonly dossier: string | undefined;
  readonly onOpen: (dossier: string) => void;
}

/** What lies on the desk: a new dossier, the list of those that wait, one of them, or what has just been decided. */
function Desk({ person, unit, tab, dossier, onOpen }: DeskProps) {
  const kept = useDraft(person, unit);
  const [decided, setDecided] = useState<{ readonly recorded: Recorded; readonly tab: DeskProps['tab'] } | null>(null);
  const [trouble, setTrouble] = useState<{ readonly dossier: string; readonly error: unknown } | null>(null);
  const shown = decided?.tab === tab && (tab === 'new' || dossier === decided.recorded.dossierId) ? decided.recorded : null;
  return (
    <>
      <Tabs.Panel value="new">
        {shown ? (
          <Received recorded={shown} unit={unit} onNext={() => setDecided(null)} />
        ) : (
          <NewDossier
            unit={unit}
            kept={kept}
            onDecided={(recorded) => setDecided({ recorded, tab: 'new' })}
            onHandedIn={({ dossierId }, error) => {
              setTrouble({ dossier: dossierId, error });
              onOpen(dossierId);
            }}
          />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="waiting">
        {shown ? (
          <Received recorded={shown} unit={unit} onNext={() => onOpen('')} />
        ) : dossier ? (
          <WaitingDossier dossierId={dossier} unit={unit} before={trouble?.dossier === dossier ? trouble.error : null} onDecided={(recorded) => setDecided({ recorded, tab: 'waiting' })} />
        ) : (
          <WaitingList unit={unit} />
        )}
      </Tabs.Panel>
    </>
  );
}
