import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { ERRORS } from '../domain/errors';
import type { ErrorCode, Refusal } from '../domain/errors';

/** The core's refusal inside a failed Update, or undefined when the failure is something else. */
export function refusalIn(error: unknown): Refusal | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const cause = error.cause;
  if (!(cause instanceof ApplicationFailure) || !cause.type || !(cause.type in ERRORS)) return undefined;
  const [details] = (cause.details ?? []) as [Refusal | undefined];
  return details ?? { code: cause.type as ErrorCode, details: {} };
}

