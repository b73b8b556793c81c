import { setTimeout as sleep } from 'node:timers/promises';
import { startSubmitted } from '../../gateway/submit-dossier';
import { TASK_QUEUES } from '../../temporal.config';
import { beforeRules2 } from '../engine/earlier-program';
import { COMMUNE_UNIT, does, forwarded, officerOf, onlyTask, openTasksOf, storedOnly, submitted, typesOf } from '../engine/desk-work';
import { loseActs, loseWorkflow } from '../engine/losses';
import type { TestInstallation } from '../engine/environment';
import type { Path } from './paths';

const WINDOW = `receptionist@${COMMUNE_UNIT}`;
const DISTRICT_UNIT = 'H35.41.91';
const PROVINCE_UNIT = 'H35.01.01';
const LAND = { procedure: '1.012790', unit: DISTRICT_UNIT, place: 'H35.41.01', facts: { newCertificate: false }, documents: ['application', 'certificate', 'contract'], as: `receptionist@${DISTRICT_UNIT}` };

type Work = (there: TestInstallation, key: Path) => Promise<{ readonly workflowId: string; readonly runId?: string }>;

/** How each path is carried out, from submission to where its history is taken. */
export const CARRY_OUT: Record<Path, Work> = {
  smooth: async ({ desk }, key) => {
    const workflowId = await forwarded(desk, key);
    await completeAll(desk, workflowId);
    await does(desk, workflowId, 'return-result', WINDOW, { fields: { way: 'counter' } });
    await does(desk, workflowId, 'archive', WINDOW);
    return { workflowId };
  },
  supplement: async ({ desk }, key) => {
    const { dossierId } = await submitted(desk, key, LAND);
    await does(desk, dossierId, 'request-supplement', LAND.as, { fields: { items: ['Bản chính hợp đồng'] } });
    await does(desk, dossierId, 'provide-supplement', 'applicant');
    await does(desk, dossierId, 'confirm-supplement', LAND.as);
    await does(desk, dossierId, 'accept', LAND.as);
    return { workflowId: dossierId };
  },
  lapse: async (there, key) => {
    const { dossierId } = await submitted(there.desk, key, LAND);
    await letTimeFly(there);
    await does(there.desk, dossierId, 'request-supplement', LAND.as, { fields: { items: ['Bản chính hợp đồng'] } });
    await until(async () => (await typesOf(there.desk, dossierId)).includes('SupplementLapsed'));
    return { workflowId: dossierId };
  },
  'two-phases': async ({ desk }, key) => {
    const workflowId = await forwarded(desk, key, LAND);
    await complete(desk, workflowId);
    const tax = await onlyTask(desk, workflowId);
    await does(desk, workflowId, 'issue-notice', officerOf(tax), { fields: { reference: 'TB-1' } });
    await does(desk, workflowId, 'settle-obligation', 'partner:payment', { fields: { by: 'payment', reference: 'GD-1' } });
    await completeAll(desk, workflowId);
    await does(desk, workflowId, 'return-result', LAND.as, { fields: { way: 'counter' } });
    return { workflowId };
  },
  consultation: async ({ desk }, key) => {
    const workflowId = await forwarded(desk, key, {
      procedure: '1.010727', unit: PROVINCE_UNIT, place: 'H35.41.01', as: `receptionist@${PROVINCE_UNIT}`,
      documents: (await documentsOf(desk, '1.010727')),
      facts: { simpleCase: true, dischargesIntoIrrigation: true, inIndustrialZone: false },
    });
    await complete(desk, workflowId);
    const asked = (await openTasksOf(desk, workflowId)).find((task) => task.taskId.includes('/'))!;
    await does(desk, workflowId, 'acknowledge', `specialist@${asked.agency}`, { fields: { taskId: asked.taskId } });
    await does(desk, workflowId, 'reply', `specialist@${asked.agency}`, { fields: { taskId: asked.taskId, opinion: 'agree' } });
    return { workflowId };
  },
  parallel: async ({ desk }, key) => {
    const workflowId = await forwarded(desk, key, {
      procedure: '2.001610', unit: PROVINCE_UNIT, place: 'H35.41.01', as: `receptionist@${PROVINCE_UNIT}`, documents: await documentsOf(desk, '2.001610'),
    });
    await completeAll(desk, workflowId);
    return { workflowId };
  },
  refused: async ({ desk }, key) => {
    const { dossierId } = await submitted(desk, key);
    await does(desk, dossierId, 'refuse-intake', WINDOW, { fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' } });
    await does(desk, dossierId, 'archive', WINDOW);
    return { workflowId: dossierId };
  },
  withdrawn: async ({ desk }, key) => {
    const workflowId = await forwarded(desk, key);
    await does(desk, workflowId, 'withdraw', 'applicant', { fields: { reason: 'Tôi xin rút hồ sơ' } });
    return { workflowId };
  },
  missed: async (there, key) => {
    await letTimeFly(there);
    const workflowId = await forwarded(there.desk, key);
    await until(async () => (await typesOf(there.desk, workflowId)).filter((type) => type === 'DeadlineMissed').length === 2);
    return { workflowId };
  },
  'continues-as-new': async ({ desk }, key) => {
    const stored = await storedOnly(desk, key, { continueAfter: 15 });
    await startSubmitted(desk, stored, '');
    const workflowId = stored.input.dossierId;
    const { runId } = await desk.client.workflow.getHandle(workflowId).describe();
    await does(desk, workflowId, 'accept', WINDOW);
    await does(desk, workflowId, 'complete', WINDOW);
    await does(desk, workflowId, 'withdraw', 'applicant', { fields: { reason: 'Tôi xin rút hồ sơ' } });
    return { workflowId, runId };
  },
  continued: async (there, key) => ({ workflowId: (await CARRY_OUT['continues-as-new'](there, key)).workflowId }),
  sweep: async ({ desk }) => {
    const handle = await desk.client.workflow.start('orphanRepair', { taskQueue: TASK_QUEUES.sweeps, workflowId: 'sweep/orphan-repair' });
    await handle.result();
    return { workflowId: handle.workflowId };
  },
  'by-the-log': async ({ desk }, key) => {
    const workflowId = await forwarded(desk, key);
    await completeAll(desk, workflowId);
    return { workflowId };
  },
  'goes-over': async ({ desk }, key) => {
    // A submission that the earlier program stored says nothing of the log.
    const stored = await storedOnly(desk, key);
    await startSubmitted(desk, stored, '');
    await does(desk, stored.input.dossierId, 'accept', WINDOW);
    await does(desk, stored.input.dossierId, 'complete', WINDOW);
    return { workflowId: stored.input.dossierId };
  },
  follows: async (there, key) => {
    const workflowId = await forwarded(there.desk, key);
    const back = await loseWorkflow(there, workflowId);
    await complete(there.desk, workflowId);
    await back();
    await complete(there.desk, workflowId);
    return { workflowId };
  },
  completes: async (there, key) => {
    const workflowId = await forwarded(there.desk, key);
    const task = await onlyTask(there.desk, workflowId);
    await loseActs(there, workflowId, 1);
    await does(there.desk, workflowId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
    return { workflowId };
  },
  adopts: async (there, key) => {
    await there.stopWorkers();
    await there.startWorkers(await beforeRules2(there.dataDir));
    const { dossierId } = await submitted(there.desk, key, { documents: [] });
    await there.stopWorkers();
    await there.startWorkers();
    await does(there.desk, dossierId, 'accept', WINDOW, { fields: { exceptions: [{ document: 'request', reason: 'Đã có trong kho dữ liệu' }] } });
    await does(there.desk, dossierId, 'complete', WINDOW);
    return { workflowId: dossierId };
  },
  'wrong-transfer': async ({ desk }, key) => {
    const workflowId = await forwarded(desk, key, {
      procedure: '1.010727', unit: PROVINCE_UNIT, place: 'H35.41.01', as: `receptionist@${PROVINCE_UNIT}`,
      documents: (await documentsOf(desk, '1.010727')),
      facts: { simpleCase: true, dischargesIntoIrrigation: true, inIndustrialZone: false },
    });
    await complete(desk, workflowId);
    const { taskId, agency } = (await openTasksOf(desk, workflowId)).find((task) => task.taskId.includes('/'))!;
    await does(desk, workflowId, 'send-back', `specialist@${agency}`, { fields: { taskId, reason: 'Không thuộc thẩm quyền' } });
    const back = (await openTasksOf(desk, workflowId)).find((task) => task.taskId === taskId)!;
    await does(desk, workflowId, 're-route', officerOf(back), { fields: { taskId, to: agency, reason: 'Đúng thẩm quyền' } });
    return { workflowId };
  },
};

type Desk = TestInstallation['desk'];

/** The first open task is done by its officer. */
async function complete(desk: Desk, dossierId: string): Promise<void> {
  const task = (await openTasksOf(desk, dossierId)).find(({ taskId, kind }) => !taskId.includes('/') && kind !== 'consult')!;
  const outcome = task.kind === 'sign' ? { outcome: 'approved' } : {};
  await does(desk, dossierId, 'complete', officerOf(task), { fields: { taskId: task.taskId, ...outcome } }).catch(() =>
    does(desk, dossierId, 'complete', officerOf(task), { fields: { taskId: task.taskId, outcome: 'done' } }));
}

/** Until the result lies at the window. */
async function completeAll(desk: Desk, dossierId: string): Promise<void> {
  while ((await openTasksOf(desk, dossierId)).some((task) => task.kind !== 'return')) await complete(desk, dossierId);
}

const documentsOf = async (desk: Desk, procedure: string): Promise<string[]> => {
  const { body } = await desk.db.selectFrom('procedures').select('body').where('code', '=', procedure).where('version', '=', 1).executeTakeFirstOrThrow();
  return ((typeof body === 'string' ? JSON.parse(body) : body) as { documents: { document: string; required: boolean }[] }).documents.filter((d) => d.required).map((d) => d.document);
};

/** Official time goes so fast that the workflow's own timers ring; said before the act whose deadline they wait for. */
const letTimeFly = (there: TestInstallation): Promise<void> => there.setClock('2022-03-14T09:00', 200_000);

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await sleep(100);
}
