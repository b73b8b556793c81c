import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Envelope } from '../domain/dossier/command';
import type { Desk } from '../gateway/desk';
import { BARE_QUEUE, bareUpdate } from './bare-messages';
import type { Cast, Officer, Script } from './script';
import type { Drive, Side } from './side';

/** As many bare Updates as a dossier has acts, the first with the start, each with the envelope of the real one. */
export const bareSide = (desk: Desk, { scripts }: Cast): Side => ({
  name: 'bare',
  async prepare(count) {
    return Array.from({ length: count }, (_, n) => drive(desk, scripts[n % scripts.length]!));
  },
});

function drive(desk: Desk, { receptionist, acts }: Script): Drive {
  const id = randomUUID();
  const { workflow } = desk.client;
  const envelope = ({ person, agency, role }: Officer, command: object): Envelope => ({
    commandId: randomUUID(),
    actor: { kind: 'officer', person, agency, role },
    stampedAt: desk.clock.now(),
    command: command as Envelope['command'],
  });
  const start = async (): Promise<void> => {
    const first = envelope(receptionist, { act: 'submit', channel: 'counter', facts: {}, documents: ['request'], applicantDigest: '' });
    const startWorkflowOperation = new WithStartWorkflowOperation('bare', {
      workflowId: id,
      taskQueue: BARE_QUEUE,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [{ id, updates: acts.length + 1 }],
    });
    await workflow.executeUpdateWithStart(bareUpdate, { args: [first], updateId: first.commandId, startWorkflowOperation });
  };
  const handle = workflow.getHandle(id);
  const updates = acts.map(({ by, act, fields, taskId }) => async (): Promise<void> => {
    const next = envelope(by, { act, ...fields, reason: null, note: null, ...(taskId === undefined ? {} : { taskId }) });
    await handle.executeUpdate(bareUpdate, { args: [next], updateId: next.commandId });
  });
  return { workflowId: id, acts: [start, ...updates] };
}
