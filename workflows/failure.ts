import { ApplicationFailure } from '@temporalio/workflow';
import { messageOf } from '../domain/errors';
import type { Refusal } from '../domain/errors';

/** A refusal as the caller of an Update receives it. Details are codes and values of the act, never personal data. */
export const failureOf = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({ message: messageOf(refusal), type: refusal.code, nonRetryable: true, details: [refusal], category: 'BENIGN' });
