import { Alert, Button, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { later } from '../parts/later';
import { handIn } from '../parts/performed';
import type { HandedIn, Recorded } from '../parts/performed';
import { Loading, ProblemAlert } from '../parts/problem';
import { SearchSelect } from '../parts/search-select';
import { useKeys, useWork } from '../parts/work';
import { CaseSummary } from './case-summary';
import { documentsAsked, documentsMissing, faultsOf } from './check-draft';
import type { Faults } from './check-draft';
import { decide } from './decision';
import type { Decision } from './decision';
import { DocumentChecklist } from './document-checklist';
import { submissionOf } from './draft';
import type { Draft, KeptDraft } from './draft';
import { FactsFields } from './facts-fields';
import { focusFirstFault, moveOn } from './move-on';
import classes from './new-dossier.module.css';
import { PersonFields } from './person-fields';
import { ProcedureField } from './procedure-field';
import { Step } from './step';

const { Part: RefusalDialog, useEarly: useRefusalEarly } = later(() => import('./refusal-dialog').then((part) => part.RefusalDialog));
const { Part: SupplementDialog, useEarly: useSupplementEarly } = later(() => import('./supplement-dialog').then((part) => part.SupplementDialog));

interface NewDossierProps {
  readonly unit: string;
  readonly kept: KeptDraft;
  readonly onDecided: (recorded: Recorded) => void;
  /** It is handed in, and something is to be looked at before it is decided: likely duplicates, or what went wrong. */
  readonly onHandedIn: (handedIn: HandedIn, error: unknown) => void;
}

/** A dossier from the person at the window to its receipt, without leaving the keyboard. */
export function NewDossier({ unit, kept: { draft, change, restoredFrom, clear }, onDecided, onHandedIn }: NewDossierProps) {
  const { say, of } = useLanguage();
  const form = useRef<HTMLDivElement>(null);
  const [faults, setFaults] = useState<Faults>({});
  const [dialog, setDialog] = useState<'supplement' | 'refusal' | null>(null);
  // Fetched when first asked for, and kept from then on: closing gives the focus back.
  const [asked, setAsked] = useState<readonly string[]>([]);
  const { busy, waiting, error, run } = useWork();
  const keyed = useKeys();
  useRefusalEarly();
  useSupplementEarly();
  const { data: agency } = api.useQuery('get', '/v1/agencies/{code}', { params: { path: { code: unit } } }, { staleTime: Infinity });
  const read = api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code: draft.procedure ?? '' } } }, { enabled: draft.procedure !== null, staleTime: 10 * 60_000 });
  const procedure = draft.procedure === null ? undefined : read.data;
  const places = agency?.serves ?? [];
  useFocusAfterChoice(procedure?.code, form);

  const edit = (changed: Partial<Draft>): void => {
    change(changed);
    if (Object.keys(faults).length > 0) setFaults({});
  };
  const check = (complete = false): boolean => {
    const found = faultsOf({ draft, procedure, places: places.length, complete }, say);
    setFaults(found);
    if (Object.keys(found).length > 0) requestAnimationFrame(() => focusFirstFault(form.current));
    return Object.keys(found).length === 0;
  };
  const finish = async (decision: Decision): Promise<void> => {
    setDialog(null);
    const submission = submissionOf(draft, unit);
    const handedIn = await run((onWaiting) => keyed(submission, (key) => handIn(submission, key, onWaiting)));
    if (!handedIn) return;
    // From here on it is kept by the server.
    clear();
    const looksAlike = handedIn.duplicates.length > 0 || handedIn.duplicatesElsewhere;
    if (decision.act === 'accept' && looksAlike) return onHandedIn(handedIn, null);
    let refused: unknown = null;
    const recorded = await run((onWaiting) =>
      decide(handedIn.dossierId, decision, unit, keyed, onWaiting).catch((problem: unknown) => {
        refused = problem;
        throw problem;
      }),
    );
    if (recorded) onDecided(recorded);
    else onHandedIn(handedIn, refused);
  };
  const ask = (which: 'supplement' | 'refusal'): void => {
    setAsked((before) => [...before, which]);
    setDialog(which);
  };
  const accept = (): void => {
    if (check(true)) void finish({ act: 'accept', fields: {} });
  };
  const documents = procedure ? documentsAsked(procedure, draft.facts) : [];
  const facts = procedure?.facts ?? [];
  const steps = ['procedure', ...(facts.length > 0 ? ['facts'] : []), 'documents', 'applicant'];
  const numberOf = (step: string): number => steps.indexOf(step) + 1;

  return (
    <div ref={form} onKeyDown={(event) => (dialog === null ? moveOn(event, accept) : undefined)}>
      <Text size="sm" className={classes['keys']} mb="md">
        <kbd>Enter</kbd> {say('sang ô tiếp theo', 'next field')} · <kbd>{say('Phím cách', 'Space')}</kbd> {say('đánh dấu', 'mark')} · <kbd>Ctrl</kbd>+<kbd>Enter</kbd> {say('tiếp nhận', 'accept')}
      </Text>
      {restoredFrom !== null && <Restored at={restoredFrom} onDrop={clear} />}
      <div className={classes['sheet']}>
        <Stack gap="lg">
          <Step number={1} title={say('Thủ tục', 'Procedure')}>
            <Stack>
              <ProcedureField unit={unit} value={draft.procedure} onChange={(code) => edit({ procedure: code, facts: {}, documents: [] })} error={faults['procedure']} />
              {places.length > 1 && (
                <SearchSelect
                  label={say('Địa bàn của người nộp', "Applicant's place")}
                  required
                  data={places.map(({ code, name }) => ({ value: code, label: of(name) }))}
                  value={draft.place}
                  onChange={(place) => edit({ place })}
                  selectFirstOptionOnChange
                  comboboxProps={{ withinPortal: false }}
                  withScrollArea={false}
                  classNames={{ options: classes['options'] ?? '' }}
                  error={faults['place']}
                />
              )}
              {read.error && draft.procedure !== null ? <ProblemAlert error={read.error} onRetry={() => void read.refetch()} /> : read.isFetching && !procedure && <Loading />}
            </Stack>
          </Step>
          {facts.length > 0 && (
            <Step number={numberOf('facts')} title={say('Thông tin kê khai', 'Questions')}>
              <FactsFields facts={facts} values={draft.facts} onChange={(values) => edit({ facts: values })} faults={faults} />
            </Step>
          )}
          <Step number={numberOf('documents')} title={say('Thành phần hồ sơ', 'Documents')}>
            {procedure ? (
              <DocumentChecklist documents={documents} present={draft.documents} onChange={(documents) => edit({ documents })} faults={faults} />
            ) : (
              <Text c="dimmed">{say('Chọn thủ tục để xem giấy tờ cần nộp.', 'Choose the procedure to see what is asked for.')}</Text>
            )}
          </Step>
          <Step number={numberOf('applicant')} title={say('Chủ hồ sơ', 'Applicant')}>
            <Stack>
              <PersonFields who="applicant" value={draft.applicant} onChange={(applicant) => edit({ applicant })} faults={faults} />
              <Switch label={say('Người khác nộp thay', 'Somebody else brings it')} checked={draft.bySomebodyElse} onChange={({ currentTarget: { checked } }) => edit({ bySomebodyElse: checked })} />
              {draft.bySomebodyElse && (
                <fieldset className={classes['other']}>
                  <legend>{say('Người nộp thay', 'Who brings it')}</legend>
                  <PersonFields who="submitter" value={draft.submitter} onChange={(submitter) => edit({ submitter })} faults={faults} />
                </fieldset>
              )}
              <div>
                <Text fw={500} id="channel">
                  {say('Cách nộp', 'How it came')}
                </Text>
                <SegmentedControl
                  aria-labelledby="channel"
                  value={draft.channel}
                  onChange={(channel) => edit({ channel: channel as Draft['channel'] })}
                  data={[
                    { value: 'counter', label: say('Trực tiếp', 'At the window') },
                    { value: 'post', label: say('Qua bưu chính', 'By post') },
                  ]}
                />
              </div>
              <Text size="sm" c="dimmed">
                {say('Bản nháp được giữ trong trình duyệt này tối đa 24 giờ và bị xóa khi đăng xuất hoặc khi đã tiếp nhận.', 'The draft is kept in this browser for 24 hours at most; signing out or accepting it deletes it.')}
              </Text>
            </Stack>
          </Step>
        </Stack>
        <aside className={classes['aside']} aria-label={say('Tóm tắt và quyết định', 'Summary and decision')}>
          <Stack>
            {procedure ? <CaseSummary procedure={procedure} unit={unit} facts={draft.facts} documents={draft.documents} /> : <Text>{say('Ngày hẹn, phí và giấy tờ còn thiếu hiện ở đây khi đã chọn thủ tục.', 'Appointment, fees and what is missing stand here once a procedure is chosen.')}</Text>}
            {Object.keys(faults).length > 0 && (
              <Alert color="red" role="alert" title={say(`Còn ${Object.keys(faults).length} chỗ cần xem lại`, `${Object.keys(faults).length} things to look at`)}>
                {Object.values(faults)[0]}
              </Alert>
            )}
            {error !== null && <ProblemAlert error={error} />}
            <Stack gap="xs">
              <Button size="md" loading={busy} onClick={accept} data-step-end>
                {say('Tiếp nhận', 'Accept')}
              </Button>
              <Button variant="default" disabled={busy} onClick={() => check() && ask('supplement')}>
                {say('Yêu cầu bổ sung', 'Ask for what is missing')}
              </Button>
              <Button variant="default" disabled={busy} onClick={() => check() && ask('refusal')}>
                {say('Từ chối tiếp nhận', 'Refuse')}
              </Button>
              <Text size="sm" role="status">
                {waiting ? say('Đã nhận, đang chờ ghi…', 'Received, being recorded…') : ''}
              </Text>
            </Stack>
          </Stack>
        </aside>
      </div>
      {asked.includes('supplement') && (
        <SupplementDialog
          opened={dialog === 'supplement'}
          onClose={() => setDialog(null)}
          missing={procedure ? documentsMissing(procedure, draft.facts, draft.documents).map(({ name }) => name.vi) : []}
          onConfirm={(fields) => void finish({ act: 'request-supplement', fields })}
        />
      )}
      {asked.includes('refusal') && <RefusalDialog opened={dialog === 'refusal'} onClose={() => setDialog(null)} onConfirm={(fields) => void finish({ act: 'refuse-intake', fields })} />}
    </div>
  );
}

/** Once a procedure is chosen by hand, the keyboard goes on with what it asks. */
function useFocusAfterChoice(code: string | undefined, form: React.RefObject<HTMLElement | null>): void {
  const before = useRef(code);
  useEffect(() => {
    const chosen = code !== undefined && code !== before.current;
    before.current = code;
    const active = document.activeElement;
    if (!chosen || !(active instanceof HTMLInputElement) || !form.current?.contains(active)) return;
    const fields = [...form.current.querySelectorAll<HTMLElement>('input:not([type=hidden]):not(:disabled)')].filter((field) => field.offsetParent !== null);
    fields[fields.indexOf(active) + 1]?.focus();
  }, [code, form]);
}

function Restored({ at, onDrop }: { readonly at: number; readonly onDrop: () => void }) {
  const { say } = useLanguage();
  const minutes = Math.max(1, Math.round((Date.now() - at) / 60_000));
  const ago = minutes < 60 ? say(`${minutes} phút`, `${minutes} min`) : say(`${Math.round(minutes / 60)} giờ`, `${Math.round(minutes / 60)} h`);
  return (
    <Alert mb="md" variant="light" color="gray" icon={<IconHistory aria-hidden />} title={say(`Tiếp tục bản nháp để lại cách đây ${ago}`, `The draft left ${ago} ago goes on`)}>
      <Button size="xs" variant="default" onClick={onDrop}>
        {say('Bỏ bản nháp, làm hồ sơ mới', 'Drop it and begin anew')}
      </Button>
    </Alert>
  );
}
