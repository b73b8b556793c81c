import { randomUUID } from 'node:crypto';
import { reserveCode } from '../db/reserve-code';
import { dossierIdOf } from '../db/submit-once';
import { localDateOf } from '../domain/calendar/local-time';
import type { Actor } from '../domain/dossier/actor';
import type { Command } from '../domain/dossier/command';
import { submissionId } from '../domain/dossier/engine-ids';
import { openingIn } from '../domain/dossier/signed';
import type { Desk } from '../gateway/desk';
import { startSubmitted } from '../gateway/submit-dossier';
import { actUpdate } from '../workflows/dossier.messages';
import type { Cast, Officer, Script } from './script';
import type { Drive, Side } from './side';

/**
 * The same dossiers with every Update made up beforehand: what the engine costs without what the gateway reads to know
 * the actor, the task and the code.
 */
export const preparedSide = (desk: Desk, { procedure, scripts }: Cast): Side => ({
  name: 'prepared',
  async prepare(count) {
    const drives: Drive[] = [];
    for (let n = 0; n < count; n++) drives.push(await drive(desk, procedure, scripts[n % scripts.length]!));
    return drives;
  },
});

const actorOf = ({ person, agency, role }: Officer): Actor => ({ kind: 'officer', person, agency, role });

async function drive(desk: Desk, procedure: Cast['procedure'], { unit, place, receptionist, acts }: Script): Promise<Drive> {
  const key = `bench-${randomUUID()}`;
  const dossierId = dossierIdOf(key);
  const code = await reserveCode(desk.db, { unit, date: localDateOf(desk.clock.now()), dossierId, commandId: `accept:${dossierId}` });
  const submit = async (): Promise<void> => {
    const at = desk.clock.now();
    const input = {
      dossierId,
      submissionKey: key,
      procedureCode: procedure.code,
      procedureVersion: procedure.version,
      receivingUnit: unit,
      place,
      channel: 'counter',
      facts: {},
      submittedAt: at,
      clock: 'installation',
      logFirst: true,
    } as const;
    const unsigned = {
      commandId: submissionId(dossierId),
      actor: actorOf(receptionist),
      stampedAt: at,
      command: { act: 'submit', channel: 'counter', facts: {}, documents: ['request'], applicantDigest: '' },
    } as const;
    const envelope = desk.signing.sign(dossierId, unsigned, openingIn(input));
    const submitted = await startSubmitted(desk, { input, envelope }, '');
    if (!submitted.ok) throw new Error(`the bench was refused: ${submitted.refusal.code}`);
  };
  const handle = desk.client.workflow.getHandle(dossierId);
  const updates = acts.map(({ by, act, fields, taskId }) => async (): Promise<void> => {
    const command = { act, ...fields, reason: null, note: null, ...(taskId === undefined ? {} : { taskId }), ...(act === 'accept' ? { code } : {}) } as unknown as Command;
    const commandId = randomUUID();
    const unsigned = { commandId, actor: actorOf(by), stampedAt: desk.clock.now(), command };
    const envelope = desk.signing.sign(dossierId, unsigned);
    await handle.executeUpdate(actUpdate, { args: [envelope, null], updateId: commandId });
  });
  return { workflowId: dossierId, acts: [submit, ...updates] };
}
