import { Client, Connection, ScheduleNotFoundError } from '@temporalio/client';
import type { Installation } from '../../gateway/installation';
import { temporalConnection } from '../../gateway/temporal-connection';
import { DYNAMIC_CONFIG, NAMESPACE, SCHEDULES, SEARCH_ATTRIBUTES, TASK_QUEUES } from '../../temporal.config';
import type { Surroundings } from '../context';
import { failing } from './check-failing';
import { examine, fail, fine, some, text, warn } from './finding';
import type { Finding } from './finding';

const ANSWER_MS = 5_000;
/** For asking each running dossier. */
const LOOK_MS = 20_000;
/** The protocol's numbers of the kinds of task queue (temporal.api.enums.v1.TaskQueueType). */
const KINDS = { workflow: 1, activity: 2 } as const;
/** What must be polled: workflows and the sweeps; activities that leave our database. */
const POLLED = [
  { queue: TASK_QUEUES.dossier, kind: 'workflow' },
  { queue: TASK_QUEUES.dossier, kind: 'activity' },
  { queue: TASK_QUEUES.sweeps, kind: 'workflow' },
] as const;
const NOT_FOUND = 5;

const START = text('run "npm start"; it registers what is missing and starts the workers', 'chạy "npm start" để đăng ký phần thiếu và khởi động tiến trình xử lý');

/** The Temporal server: what it must know, who works for it, and which workflows cannot go on. */
export async function checkTemporal(installation: Installation, env: Surroundings['env']): Promise<Finding[]> {
  const connection = Connection.lazy({ ...temporalConnection(installation, env, 'cli'), connectTimeout: ANSWER_MS });
  const client = new Client({ connection, namespace: NAMESPACE });
  const ask = <T>(question: () => Promise<T>): Promise<T> => connection.withDeadline(Date.now() + ANSWER_MS, question);
  let answered = false;
  try {
    const reached = await examine('namespace', () => ask(() => namespace(connection)));
    if (reached.some(({ severity }) => severity === 'fail')) return [...reached];
    const found = await Promise.all([
      examine('search-attributes', () => ask(() => searchAttributes(connection))),
      ...SCHEDULES.map(({ id }) => examine(`schedule.${id}`, () => ask(() => schedule(client, id)))),
      ...POLLED.map(({ queue, kind }) => examine(`pollers.${queue}.${kind}`, () => ask(() => pollers(connection, queue, kind)))),
      examine('workflows', () => connection.withDeadline(Date.now() + LOOK_MS, () => failing(connection)), LOOK_MS),
    ]);
    answered = found.flat().every(({ severity }) => severity !== 'fail');
    return [...reached, ...found.flat(), dynamicConfig(installation)];
  } finally {
    // A call that is being tried again would end the program on a connection that is closed; it ends with the command.
    if (answered) await connection.close();
  }
}

async function namespace({ workflowService }: Connection): Promise<Finding[]> {
  try {
    await workflowService.describeNamespace({ namespace: NAMESPACE });
    return [fine('namespace', text(`Temporal answers and has the namespace "${NAMESPACE}"`, `Temporal trả lời và có namespace "${NAMESPACE}"`))];
  } catch (error) {
    if ((error as { code?: number }).code !== NOT_FOUND) throw error;
    return [fail('namespace', text(`Temporal has no namespace "${NAMESPACE}"`, `Temporal chưa có namespace "${NAMESPACE}"`), START)];
  }
}

async function searchAttributes({ operatorService }: Connection): Promise<Finding[]> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace: NAMESPACE });
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => customAttributes?.[name] === undefined).map(({ name }) => name);
  return missing.length === 0
    ? [fine('search-attributes', text(`all ${SEARCH_ATTRIBUTES.length} search attributes are registered`, `đã đăng ký đủ ${SEARCH_ATTRIBUTES.length} thuộc tính tìm kiếm`))]
    : [fail('search-attributes', text(`search attributes are missing: ${missing.join(', ')}`, `thiếu thuộc tính tìm kiếm: ${missing.join(', ')}`), START)];
}

async function schedule(client: Client, id: string): Promise<Finding[]> {
  const check = `schedule.${id}`;
  try {
    const { state, info } = await client.schedule.getHandle(id).describe();
    const last = info.recentActions.at(-1)?.takenAt;
    if (state.paused) return [fail(check, text(`schedule "${id}" is paused${state.note ? ` (${state.note})` : ''}`, `lịch "${id}" đang tạm dừng`), text(`unpause it: "temporal schedule toggle --unpause --schedule-id ${id}", with the certificate that docs/operations.md names`, `bật lại: "temporal schedule toggle --unpause --schedule-id ${id}", với chứng thư nêu trong docs/operations.md`))];
    return [fine(check, text(`schedule "${id}" runs${last ? `, last at ${last.toISOString()}` : ''}`, `lịch "${id}" đang chạy${last ? `, lần cuối ${last.toISOString()}` : ''}`))];
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    return [fail(check, text(`schedule "${id}" is missing`, `thiếu lịch "${id}"`), START)];
  }
}

async function pollers({ workflowService }: Connection, queue: string, kind: keyof typeof KINDS): Promise<Finding[]> {
  const check = `pollers.${queue}.${kind}`;
  const described = await workflowService.describeTaskQueue({ namespace: NAMESPACE, taskQueue: { name: queue }, taskQueueType: KINDS[kind] });
  const identities = [...new Set((described.pollers ?? []).map(({ identity }) => identity ?? ''))];
  return identities.length > 0
    ? [fine(check, text(`queue "${queue}" (${kind}) is polled by ${some(identities, 3)}`, `hàng đợi "${queue}" (${kind}) có ${some(identities, 3)}`))]
    : [fail(check, text(`nobody polls queue "${queue}" (${kind}): acts wait`, `không ai nhận hàng đợi "${queue}" (${kind}): thao tác phải chờ`), text('start a worker: "npm start"', 'khởi động tiến trình xử lý: "npm start"'))];
}

/** Flags of the server are not readable through its API; on our own server `npm start` sets them. */
function dynamicConfig({ temporalAddress, temporalTls }: Installation): Finding {
  const own = temporalTls !== undefined || /^(localhost|127\.0\.0\.1|\[?::1\]?):/.test(temporalAddress);
  const flags = Object.entries(DYNAMIC_CONFIG).map(([name, value]) => `${name}=${value}`).join(', ');
  return own
    ? fine('dynamic-config', text('flags of the server: set by "npm start" when it starts the server itself', 'cờ máy chủ: do "npm start" đặt khi tự khởi động máy chủ'))
    : warn('dynamic-config', text('flags of a server elsewhere cannot be read from here', 'không đọc được cờ của máy chủ ở nơi khác'), text(`have its operator set ${flags}`, `đề nghị người vận hành đặt ${flags}`));
}
