import { SCOPES } from '../../db/clients';
import { trackingSecret } from '../../gateway/tracking-secret';
import { TRACKING_KEY, startTestApi } from '../api/environment';
import { COMMUNE_UNIT, forwarded, submitted } from '../engine/desk-work';

/** What the contract run needs to know of the API it asks. */
export interface ContractApi {
  readonly url: string;
  /** Somebody with posts and grants of every kind, by cookie; also holds the receipt of `code`. */
  readonly person: Readonly<Record<string, string>>;
  /** A machine client with every scope, by bearer token. */
  readonly client: Readonly<Record<string, string>>;
  /** Ids and legal codes of dossiers that are there. */
  readonly dossiers: readonly string[];
  readonly code: string;
}

const AGENCIES = [COMMUNE_UNIT, COMMUNE_UNIT.slice(0, -3)];

/** A process of its own: an API with a few dossiers before a throw-away installation, until its starter has gone. */
async function main(): Promise<void> {
  const api = await startTestApi({ at: '2022-03-14T08:00', perMinute: 10_000_000 });
  const { desk } = api.installation;
  const posts = [`receptionist@${COMMUNE_UNIT}`, ...['specialist', 'leader', 'procedure-control'].map((role) => `${role}@${AGENCIES[1]}`)];
  const person = await api.officer('mai', posts, ['administrator', 'auditor']);
  const client = await api.client('contract', { scopes: SCOPES, agencies: AGENCIES });
  const first = await forwarded(desk, 'contract-1');
  const second = await submitted(desk, 'contract-2');
  const { body } = await person.get(`/v1/dossiers/${first}`);
  const answer: ContractApi = {
    url: api.url,
    person: { ...person.headers, 'x-tracking-secret': trackingSecret(TRACKING_KEY, first) },
    client: client.headers,
    dossiers: [first, second.dossierId, body.code],
    code: body.code,
  };
  const stop = (): void => void api.close().then(() => process.exit(0));
  process.once('disconnect', stop).once('SIGTERM', stop);
  process.send?.(answer);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
