import { WorkflowNotFoundError } from '@temporalio/client';
import type { Envelope } from '../domain/dossier/command';
import type { Answer } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { actUpdate } from '../workflows/dossier.messages';
import type { Desk } from './desk';
import { refusalIn } from './refused';

/** Sends one decided-upon command to its dossier's workflow; the answer means "recorded". */
export async function sendAct(desk: Pick<Desk, 'client'>, dossierId: string, envelope: Envelope): Promise<Result<Answer>> {
  // The act is part of the id: Temporal answers a repeated id by itself, and another act under it must reach the core.
  const updateId = `${envelope.command.act}:${envelope.commandId}`;
  try {
    return ok(await desk.client.workflow.getHandle(dossierId).executeUpdate(actUpdate, { args: [envelope], updateId }));
  } catch (error) {
    const refused = refusalIn(error);
    if (refused) return refuse(refused);
    if (error instanceof WorkflowNotFoundError) return refuse(refusal('DOSSIER_CLOSED', { value: dossierId }, 'dossier'));
    throw error;
  }
}
