import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { InstallationClock } from '../db/installation-clock';
import type { Schema } from '../db/schema';
import type { Signing } from './signing';

/** What an edge (command line, API, demonstration) needs to put acts before the engine. */
export interface Desk {
  /** In the recorder's or the api's role; never for dossier tables, which only activities write. */
  readonly db: Kysely<Schema>;
  readonly client: Client;
  readonly clock: InstallationClock;
  /** Vouches for the acts that are taken in here. */
  readonly signing: Signing;
}
