import { Anchor, Button, Group, List, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isExceptable } from '../dossier/acts/exceptions-field';
import { dateTime } from '../parts/dates';
import { perform } from '../parts/performed';
import type { Recorded } from '../parts/performed';
import { Loading, ProblemAlert } from '../parts/problem';
import { StageBadge } from '../parts/status';
import { useKeys, useWork } from '../parts/work';
import { CaseSummary } from './case-summary';
import { AcceptDialog } from './accept-dialog';
import { documentsAsked } from './check-draft';
import type { Say } from './check-draft';
import { decide } from './decision';
import type { Decision } from './decision';
import { Duplicates } from './duplicates';
import { moveOn } from './move-on';
import classes from './new-dossier.module.css';
import { RefusalDialog } from './refusal-dialog';
import { SupplementAsked, useAsked } from './supplement-asked';
import { SupplementDialog } from './supplement-dialog';

type Dossier = Schemas['Dossier'];

interface WaitingDossierProps {
  readonly dossierId: string;
  readonly unit: string;
  /** What went wrong on the way here. */
  readonly before: unknown;
  readonly onDecided: (recorded: Recorded) => void;
}

/** A dossier that was handed in, to be looked through and decided on. */
export function WaitingDossier({ dossierId, unit, before, onDecided }: WaitingDossierProps) {
  const { say } = useLanguage();
  const read = api.useQuery('get', '/v1/dossiers/{reference}', { params: { path: { reference: dossierId } } });
  const { data: dossier } = read;
  const procedure = api.useQuery(
    'get',
    '/v1/procedures/{code}',
    { params: { path: { code: dossier?.procedureCode ?? '' }, query: { version: dossier?.procedureVersion ?? 1 } } },
    { enabled: dossier !== undefined, staleTime: Infinity },
  );
  const error = read.error ?? procedure.error;
  return (
    <Stack>
      <Anchor component={Link} to="/reception" search={{ tab: 'waiting', unit } as never}>
        ← {say('Danh sách chờ tiếp nhận', 'All that wait')}
      </Anchor>
      {error ? <ProblemAlert error={error} onRetry={() => void read.refetch()} /> : dossier && procedure.data ? <Opened dossier={dossier} procedure={procedure.data} unit={unit} before={before} onDecided={onDecided} /> : <Loading />}
    </Stack>
  );
}

function Opened({ dossier, procedure, unit, before, onDecided }: Omit<WaitingDossierProps, 'dossierId'> & { readonly dossier: Dossier; readonly procedure: Schemas['Procedure'] }) {
  const { say, of } = useLanguage();
  const { busy, waiting, error, run } = useWork();
  const keyed = useKeys();
  const [dialog, setDialog] = useState<'supplement' | 'refusal' | 'accept' | null>(null);
  const { asked, error: unread } = useAsked(dossier);
  // What is there the server says: handed in, attached, or brought by a supplement.
  const { documents: missing, fees: unpaid } = dossier.wanting;
  const names = useMemo(() => missing.map(({ name }) => name.vi), [missing]);
  const act = (decision: Decision): void => {
    setDialog(null);
    void run((onWaiting) => decide(dossier.dossierId, decision, unit, keyed, onWaiting)).then((recorded) => (recorded ? onDecided(recorded) : undefined));
  };
  const takeIn = (): void => {
    const as = `receptionist@${unit}`;
    const step = (name: 'provide-supplement' | 'confirm-supplement', onWaiting: () => void) => keyed([dossier.dossierId, name, dossier.version], (key) => perform(dossier.dossierId, name, { as }, key, onWaiting));
    void run(async (onWaiting) => {
      if (asked?.state === 'waiting') await step('provide-supplement', onWaiting);
      return step('confirm-supplement', onWaiting);
    });
  };
  // An open request holds acceptance up, whatever the list of acts says.
  const open = asked === undefined || asked?.state === 'waiting' || asked?.state === 'provided';
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever came here by keyboard, from a new dossier or from the list, goes on here.
  useEffect(() => heading.current?.focus(), []);
  const can = (name: string): boolean => dossier.acts.some(({ act: possible, allowed }) => possible === name && allowed);
  const isWanting = missing.length + unpaid.length > 0;
  const mayAccept = can('accept') || dossier.acts.some(({ act: possible, whyNot }) => possible === 'accept' && isExceptable(whyNot));
  const accept = (): void => {
    if (open || busy || !mayAccept) return;
    if (isWanting) setDialog('accept');
    else act({ act: 'accept', fields: {} });
  };
  const acceptWanting = (fields: Decision['fields'], receipt: string | null): void => {
    setDialog(null);
    const as = `receptionist@${unit}`;
    void run(async (onWaiting) => {
      if (receipt !== null) await keyed([dossier.dossierId, 'pay-fee', receipt], (key) => perform(dossier.dossierId, 'pay-fee', { as, reference: receipt }, key, onWaiting));
      return decide(dossier.dossierId, { act: 'accept', fields }, unit, keyed, onWaiting);
    }).then((recorded) => (recorded ? onDecided(recorded) : undefined));
  };
  return (
    <Stack onKeyDown={(event) => (dialog === null ? moveOn(event, accept) : undefined)}>
      <Group justify="space-between">
        <Title order={2} size="h3" tabIndex={-1} ref={heading}>
          {dossier.applicant?.name ?? say('Hồ sơ', 'Dossier')}
        </Title>
        <StageBadge stage={dossier.stage} />
      </Group>
      <Text>
        {of(dossier.procedureName)} · {CHANNELS[dossier.channel](say)} · <span className="number">{dateTime(dossier.submittedAt)}</span>
      </Text>
      {before !== null && before !== undefined && error === null && (
        <>
          <Text fw={600}>{say('Hồ sơ đã được nhận vào danh sách chờ; bước tiếp theo chưa thực hiện được:', 'The dossier is kept in this list; what was to follow was not done:')}</Text>
          <ProblemAlert error={before} />
        </>
      )}
      <Duplicates items={dossier.duplicates} elsewhere={dossier.duplicatesElsewhere} />
      <div className={classes['sheet']}>
        <Stack gap="lg">
          <Answers dossier={dossier} procedure={procedure} />
          <section>
            <Title order={3} size="h4" mb="xs">
              {say('Thành phần hồ sơ', 'Documents')}
            </Title>
            <List spacing="xs">
              {documentsAsked(procedure, dossier.facts).map(({ document, name, required }) => (
                <List.Item key={document}>
                  {of(name)} – <b>{dossier.documents.includes(document) ? say('đã nộp', 'handed in') : missing.some((each) => each.document === document) ? say('còn thiếu', 'missing') : required ? say('đã bổ sung', 'added since') : say('không nộp', 'not handed in')}</b>
                </List.Item>
              ))}
            </List>
          </section>
          <SupplementAsked asked={asked} error={unread} busy={busy} onReceived={takeIn} />
          <Person title={say('Chủ hồ sơ', 'Applicant')} person={dossier.applicant} />
          {dossier.submitter && <Person title={say('Người nộp thay', 'Brought by')} person={dossier.submitter} />}
          <Anchor component={Link} to={`/dossiers/${dossier.dossierId}` as never}>
            {say('Tệp đính kèm và toàn bộ hồ sơ', 'Attached files and the whole dossier')}
          </Anchor>
        </Stack>
        <aside className={classes['aside']} aria-label={say('Tóm tắt và quyết định', 'Summary and decision')}>
          <Stack>
            <CaseSummary procedure={procedure} unit={unit} facts={dossier.facts} documents={dossier.documents} added={missing.length === 0} />
            {error !== null && <ProblemAlert error={error} />}
            {mayAccept || can('refuse-intake') || can('request-supplement') ? (
              <Stack gap="xs">
                <Button size="md" loading={busy} disabled={open || !mayAccept} onClick={accept}>
                  {isWanting && !open ? say('Vẫn tiếp nhận', 'Accept all the same') : say('Tiếp nhận', 'Accept')}
                </Button>
                <Button variant="default" disabled={busy || !can('request-supplement')} onClick={() => setDialog('supplement')}>
                  {say('Yêu cầu bổ sung', 'Ask for what is missing')}
                </Button>
                <Button variant="default" disabled={busy || !can('refuse-intake')} onClick={() => setDialog('refusal')}>
                  {say('Từ chối tiếp nhận', 'Refuse')}
                </Button>
                <Text size="sm" role="status">
                  {waiting ? say('Đã nhận, đang chờ ghi…', 'Received, being recorded…') : ''}
                </Text>
              </Stack>
            ) : (
              <WhyNot dossier={dossier} />
            )}
          </Stack>
        </aside>
      </div>
      <SupplementDialog opened={dialog === 'supplement'} onClose={() => setDialog(null)} missing={names} onConfirm={(fields) => act({ act: 'request-supplement', fields })} />
      <AcceptDialog opened={dialog === 'accept'} wanting={dossier.wanting} onClose={() => setDialog(null)} onConfirm={acceptWanting} />
      <RefusalDialog opened={dialog === 'refusal'} onClose={() => setDialog(null)} onConfirm={(fields) => act({ act: 'refuse-intake', fields })} />
    </Stack>
  );
}

const CHANNELS: Readonly<Record<Dossier['channel'], (say: Say) => string>> = {
  counter: (say) => say('Nộp trực tiếp', 'At the window'),
  online: (say) => say('Nộp trực tuyến', 'Online'),
  post: (say) => say('Nộp qua bưu chính', 'By post'),
};

/** Why it cannot be decided here now, in the server's words. */
function WhyNot({ dossier }: { readonly dossier: Dossier }) {
  const { say } = useLanguage();
  const why = dossier.acts.find(({ act, whyNot }) => whyNot !== null && ['accept', 'confirm-supplement'].includes(act))?.whyNot;
  return (
    <Stack gap="xs">
      <Text>{why?.detail ?? say('Hồ sơ này không còn chờ tiếp nhận, hoặc đang chờ người nộp bổ sung.', 'It waits no longer to be accepted, or for its applicant to add something.')}</Text>
      <Button variant="default" component={Link} to={`/dossiers/${dossier.code ?? dossier.dossierId}` as never}>
        {say('Mở hồ sơ', 'Open the dossier')}
      </Button>
    </Stack>
  );
}

function Answers({ dossier, procedure }: { readonly dossier: Dossier; readonly procedure: Schemas['Procedure'] }) {
  const { say, of } = useLanguage();
  const answered = procedure.facts.filter(({ fact }) => dossier.facts[fact] !== undefined);
  if (answered.length === 0) return null;
  const words = (value: string | number | boolean | undefined): string => (value === true ? say('Có', 'Yes') : value === false ? say('Không', 'No') : String(value));
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        {say('Thông tin kê khai', 'Questions')}
      </Title>
      <List spacing="xs">
        {answered.map(({ fact, label }) => (
          <List.Item key={fact}>
            {of(label)} <b>{words(dossier.facts[fact])}</b>
          </List.Item>
        ))}
      </List>
    </section>
  );
}

function Person({ title, person }: { readonly title: string; readonly person: Dossier['applicant'] }) {
  const { say } = useLanguage();
  if (!person) return <Text>{say('Dữ liệu cá nhân đã được xóa.', 'The personal data were erased.')}</Text>;
  const rows = [
    [say('Họ và tên', 'Name'), person.name],
    [say('Số căn cước / định danh', 'Identity number'), person.idNumber],
    [say('Số điện thoại', 'Phone'), person.phone],
    [say('Thư điện tử', 'E-mail'), person.email],
    [say('Địa chỉ', 'Address'), person.address],
  ].filter(([, value]) => value !== undefined);
  return (
    <Paper component="section">
      <Title order={3} size="h4" mb="xs">
        {title}
      </Title>
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Tbody>
          {rows.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th scope="row" w="12rem" fw={400} pl={0}>
                {label}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
