import type { z } from 'zod';
import type { CommandView } from '../../contracts/http/dossier';
import type { CommandOutcome } from '../../db/commands';
import type { Answer } from '../../domain/dossier/state';
import { messageOf } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import type { Language } from '../language';
import { recordedView } from './dossier';
import { timestamp } from './time';

/** What became of an act that was answered with 202. */
export function commandView({ outcome, receivedAt, ...command }: CommandOutcome, language: Language): z.output<typeof CommandView> {
  const refused = command.status === 'refused' ? (outcome as Refusal) : null;
  return {
    ...command,
    receivedAt: timestamp(receivedAt),
    recorded: command.status === 'recorded' ? recordedView(outcome as Answer) : null,
    refused: refused && { code: refused.code, detail: messageOf(refused, language), field: refused.field ?? null },
  };
}
