import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiDatabase } from '../db/api-database';
import type { Retention } from '../domain/retention';
import type { Attachments } from '../integrations/attachments/open-attachments';
import type { InstallationClock } from '../db/installation-clock';
import type { Signing } from '../gateway/signing';
import type { TemporalUi } from './temporal-ui';
import type { IdentityProvider } from './identity/identity-provider';
import type { SignInSettings } from './identity/settings';

/** What every route works with. */
export interface ApiContext {
  readonly database: ApiDatabase;
  readonly client: Client;
  readonly clock: InstallationClock;
  /** Vouches for the acts that are taken in over HTTP. */
  readonly signing: Signing;
  /** Under which receipts' secrets are made. */
  readonly trackingKey: Uint8Array;
  /** Where people reach this server, without a slash at the end: for links and for the identity provider. */
  readonly publicUrl: string;
  /** Temporal's own pages, where the installation has them. */
  readonly temporalUi?: TemporalUi;
  /** A demonstration: marked as such on every page. */
  readonly training?: boolean;
  /** Webhooks may go to private networks, and in clear to this very machine. */
  readonly privateWebhooks?: boolean;
  readonly attachments: Attachments;
  /** How long what is kept; the usual periods where it is not said. */
  readonly retention?: Retention;
  /** Real milliseconds an act may take before it is answered with 202. */
  readonly actPatienceMs: number;
  /** What is demanded of those who sign in. */
  readonly signIn: SignInSettings;
  /** Where people may sign in besides with name and password. */
  readonly oidc?: IdentityProvider;
}

export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;
