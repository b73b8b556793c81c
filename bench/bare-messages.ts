import { defineUpdate } from '@temporalio/workflow';
import type { Envelope } from '../domain/dossier/command';

export interface BareInput {
  readonly id: string;
  /** The workflow ends after so many Updates. */
  readonly updates: number;
}

/** The row that one bare act leaves. */
export interface BareRow {
  readonly id: string;
  readonly seq: number;
  readonly body: string;
  readonly at: number;
}

/** A bare act carries what a real one carries, so that both pay for the same payload; it is answered with its number. */
export const bareUpdate = defineUpdate<number, [Envelope]>('bareAct');

export const BARE_QUEUE = 'bench-bare';
