import { Client } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { isForeignRun } from '../../gateway/foreign-run';
import { NAMESPACE } from '../../temporal.config';
import { PUT_IN_PLACE } from './check-stores';
import { fail, fine, some, text } from './finding';
import type { Finding } from './finding';

/** A workflow task or a recording that was tried so often will not succeed by waiting. */
const TASK_TRIES = 3;
const ACTIVITY_TRIES = 5;
/** A local activity is tried again within its workflow task, which the server sees go on and on. */
const LONGEST_TASK_S = 15;
const PAGE = 200;
const AT_ONCE = 20;
/** Looking at each of a hundred thousand would take minutes; so many are looked at, and their number is told. */
const MOST_ASKED = 4_000;
/** Real milliseconds after which no further page is asked for. */
const LONGEST_MS = 12_000;

interface Failing {
  readonly dossierId: string;
  readonly reason: string;
}
interface Looked {
  asked: number;
  complete: boolean;
  readonly tasks: Failing[];
  /** Among them those that no program of ours can ever carry on. */
  readonly foreign: string[];
  readonly recordings: Failing[];
}

/**
 * Running dossiers whose workflow tasks or recordings keep failing; each is asked, for the server cannot be asked for
 * these alone.
 */
export async function failing(connection: Connection): Promise<Finding[]> {
  const looked: Looked = { asked: 0, complete: false, tasks: [], foreign: [], recordings: [] };
  const until = Date.now() + LONGEST_MS;
  let nextPageToken: Uint8Array | null | undefined;
  do {
    const query = 'ExecutionStatus = "Running" AND WorkflowType = "dossier"';
    const page = await connection.workflowService.listWorkflowExecutions({
      namespace: NAMESPACE,
      query,
      pageSize: PAGE,
      nextPageToken,
    });
    const ids = (page.executions ?? []).flatMap(({ execution }) => execution?.workflowId ?? []);
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => lookAt(connection, id, looked)));
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken?.length && looked.asked < MOST_ASKED && Date.now() < until);
  looked.complete = !nextPageToken?.length;
  return [tasksFinding(looked), ...foreignFinding(looked), recordingsFinding(looked)];
}

const NOT_FOUND = 5;

async function lookAt(connection: Connection, dossierId: string, looked: Looked): Promise<void> {
  const { workflowService } = connection;
  const asked = { namespace: NAMESPACE, execution: { workflowId: dossierId } };
  const described = await workflowService.describeWorkflowExecution(asked).catch((error: { code?: number }) => {
    // It has ended since the page was made.
    if (error.code === NOT_FOUND) return undefined;
    throw error;
  });
  looked.asked += 1;
  const attempt = described?.pendingWorkflowTask?.attempt ?? 0;
  if (attempt >= TASK_TRIES) {
    const runId = described?.workflowExecutionInfo?.execution?.runId ?? '';
    const client = new Client({ connection, namespace: NAMESPACE });
    if (await isForeignRun(client, dossierId, runId)) looked.foreign.push(dossierId);
    else looked.tasks.push({ dossierId, reason: `${attempt}` });
  }
  const since = Number(described?.pendingWorkflowTask?.originalScheduledTime?.seconds ?? 0) * 1000;
  const seconds = Math.round((Date.now() - since) / 1000);
  if (since > 0 && attempt < TASK_TRIES && seconds > LONGEST_TASK_S) {
    looked.recordings.push({ dossierId, reason: `within one workflow task for ${seconds} s; see log/worker.log` });
  }
  const activities = described?.pendingActivities ?? [];
  const stuck = activities.find((each) => (each.attempt ?? 0) >= ACTIVITY_TRIES);
  if (stuck) {
    const why = stuck.lastFailure?.message?.split('\n')[0] ?? '–';
    looked.recordings.push({ dossierId, reason: `${stuck.activityType?.name ?? ''} ×${stuck.attempt}: ${why}` });
  }
}

const lookedAt = ({ asked, complete }: Looked): { readonly en: string; readonly vi: string } =>
  complete
    ? { en: ` (all ${asked} running dossiers asked)`, vi: ` (đã hỏi đủ ${asked} hồ sơ đang chạy)` }
    : { en: ` (${asked} running dossiers asked, there are more)`, vi: ` (mới hỏi ${asked} hồ sơ đang chạy, còn nữa)` };

const MEND = text(
  'open them in the Temporal UI: the failure names the cause; deploy the mended worker, and they go on by themselves',
  'mở trong Temporal UI để xem nguyên nhân; triển khai bản sửa, quy trình sẽ tự chạy tiếp',
);

function tasksFinding(looked: Looked): Finding {
  const { en, vi } = lookedAt(looked);
  if (looked.tasks.length === 0)
    return fine('workflows', text(`no workflow keeps failing${en}`, `không quy trình nào liên tục lỗi${vi}`));
  const ids = some(looked.tasks.map(({ dossierId }) => dossierId));
  return fail(
    'workflows',
    text(`workflow tasks keep failing in ${ids}${en}`, `quy trình liên tục lỗi: ${ids}${vi}`),
    MEND,
  );
}

function foreignFinding({ foreign }: Looked): Finding[] {
  if (foreign.length === 0) return [];
  const ids = some(foreign);
  const en = `a run that is none of ours keeps failing in ${ids}`;
  const vi = `lượt chạy không phải của hệ thống liên tục lỗi: ${ids}`;
  return [fail('workflows.foreign', text(en, vi), PUT_IN_PLACE)];
}

function recordingsFinding(looked: Looked): Finding {
  const { en, vi } = lookedAt(looked);
  const { recordings } = looked;
  if (recordings.length === 0)
    return fine('recordings', text(`no recording keeps failing${en}`, `không lần ghi nào liên tục lỗi${vi}`));
  const named = some(
    recordings.map(({ dossierId, reason }) => `${dossierId} (${reason})`),
    3,
  );
  return fail(
    'recordings',
    text(`recordings keep failing: ${named}${en}`, `ghi nhận liên tục lỗi: ${named}${vi}`),
    text(
      'mend what PostgreSQL says, and they go on by themselves; where the log and the dossier disagree, "lienthong dossier recover CODE --replace-running"',
      'khắc phục lỗi PostgreSQL nêu, việc ghi sẽ tự tiếp tục; nếu nhật ký và hồ sơ không khớp, dùng "lienthong dossier recover CODE --replace-running"',
    ),
  );
}
