import type { Client } from '@temporalio/client';
import type { SignedEnvelope } from '../domain/dossier/signed';
import type { Answer } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { actUpdate } from '../workflows/dossier.messages';
import type { Tip } from '../workflows/dossier.messages';
import type { Desk } from './desk';
import { askToMend } from './mend';
import { isOver, refusalIn } from './refused';

/**
 * Sends one decided-upon command to its dossier's workflow; the answer means "recorded". A workflow that Temporal has
 * lost is started again from the log first.
 * @param tip Where the log ended when the caller read it: a workflow that is somewhere else looks before it refuses.
 */
export async function sendAct(
  { client }: Pick<Desk, 'client'>,
  dossierId: string,
  envelope: SignedEnvelope,
  tip?: Tip,
): Promise<Result<Answer>> {
  const answer = await send(client, dossierId, envelope, tip);
  if (answer !== 'over') return answer;
  const { outcome } = await askToMend(client, dossierId);
  if (outcome === 'closed' || outcome === 'unknown') return refuse(refusal('DOSSIER_CLOSED', { value: dossierId }, 'dossier'));
  const again = await send(client, dossierId, envelope, tip);
  // It is open, and cannot be brought back by itself: nobody may be told that it has ended.
  if (again === 'over') throw new Error(`dossier ${dossierId} has no workflow and could not be mended (${outcome})`);
  return again;
}

async function send(
  client: Client,
  dossierId: string,
  envelope: SignedEnvelope,
  tip: Tip | undefined,
): Promise<Result<Answer> | 'over'> {
  // The act and its key are part of the id: Temporal answers a repeated id by itself, and another act under it must reach
  // the core, as must one that was refused for want of a signature.
  const updateId = `${envelope.command.act}:${envelope.commandId}:${envelope.signature.key}`;
  try {
    return ok(
      await client.workflow.getHandle(dossierId).executeUpdate(actUpdate, { args: [envelope, tip ?? null], updateId }),
    );
  } catch (error) {
    const refused = refusalIn(error);
    if (refused) return refuse(refused);
    if (isOver(error)) return 'over';
    throw error;
  }
}
