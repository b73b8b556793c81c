import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';
import type { Instant } from '../../domain/calendar/calendar';
import type { Refusal } from '../../domain/errors';
import type { Result } from '../../domain/result';
import type { Text } from '../../domain/text';

/** When a deed is done, by whom it was proposed, and who confirms it. */
export interface Confirming {
  readonly id: string;
  readonly proposedBy: string;
  readonly confirmedBy: string;
  readonly at: Instant;
  readonly realAt: number;
}

/** What came of a deed. */
export interface Done {
  /** Shown to whoever confirms, and to nobody later. */
  readonly secret?: string;
  /** Where to see what came of it. */
  readonly location?: string;
}

/** Something that two people do together: proposed by one, done when another confirms it. */
export interface Deed {
  readonly concerns: string | null;
  /** For the access log: codes only. */
  readonly words: string;
  /** Holds what it is decided on, until the transaction that decides has ended. */
  lock(trx: Kysely<Schema>): Promise<void>;
  /** What it is decided on: what of it has changed until it is confirmed makes it stale. */
  basis(db: Kysely<Schema>): Promise<Readonly<Record<string, unknown>>>;
  /** What it would do, for whoever decides. */
  summary(db: Kysely<Schema>): Promise<Text>;
  /** Why it may not be done by this proposer now, or undefined. */
  whyNot(db: Kysely<Schema>, proposedBy: string, at: Instant): Promise<Refusal | undefined>;
  /** In the transaction that decides. A refusal takes everything back. */
  perform(trx: Kysely<Schema>, confirming: Confirming): Promise<Result<Done>>;
}
