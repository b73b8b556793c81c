import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { ERRORS } from '../domain/errors';
import type { ErrorCode, Refusal } from '../domain/errors';
import { SUPERSEDED } from '../workflows/dossier.messages';

/** The core's refusal inside a failed Update, or undefined when the failure is something else. */
export function refusalIn(error: unknown): Refusal | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const cause = error.cause;
  if (!(cause instanceof ApplicationFailure) || !cause.type || !(cause.type in ERRORS)) return undefined;
  const [details] = (cause.details ?? []) as [Refusal | undefined];
  return details ?? { code: cause.type as ErrorCode, details: {} };
}

/** No run takes acts under this id: there is none, it has ended, or a newer one of another server has taken over. */
export const isOver = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError || isSuperseded(error);

const isSuperseded = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && error.cause.type === SUPERSEDED;
