import { SCOPES } from '../../db/clients';
import { trackingSecret } from '../../gateway/tracking-secret';
import { TRACKING_KEY, startTestApi } from '../api/environment';
import { COMMUNE_UNIT, THREE_LEVELS, forwarded, officerOf, onlyTask, submitted } from '../engine/desk-work';

/** What the contract run needs to know of the API it asks. */
export interface ContractApi {
  readonly url: string;
  /** Somebody with posts and grants of every kind, by cookie; also holds the receipt of the known dossier's code. */
  readonly person: Readonly<Record<string, string>>;
  /** A machine client with every scope, by bearer token. */
  readonly client: Readonly<Record<string, string>>;
  /** Names of what is there, by what they name. */
  readonly known: Readonly<Record<'dossiers' | 'codes' | 'posts' | 'units' | 'agencies' | 'procedures' | 'tasks' | 'people' | 'versions' | 'etags' | 'addresses', readonly (string | number)[]>>;
}

const AGENCIES = [COMMUNE_UNIT, COMMUNE_UNIT.slice(0, -3)];

/** A process of its own: an API with a few dossiers before a throw-away installation, until its starter has gone. */
async function main(): Promise<void> {
  const api = await startTestApi({ at: '2022-03-14T08:00', perMinute: 10_000_000 });
  const { desk } = api.installation;
  const under = await Promise.all(Array.from({ length: 6 }, (_, n) => forwarded(desk, `contract-${n}`)));
  const fresh = await Promise.all(Array.from({ length: 4 }, (_, n) => submitted(desk, `contract-fresh-${n}`)));
  const posts = [`receptionist@${COMMUNE_UNIT}`, officerOf(await onlyTask(desk, under[0]!)), ...['leader', 'procedure-control'].map((role) => `${role}@${AGENCIES[1]}`)];
  const person = await api.officer('mai', posts, ['administrator', 'auditor']);
  await api.officer('bình', [`specialist@${AGENCIES[1]}`]);
  const client = await api.client('contract', { scopes: SCOPES, agencies: AGENCIES });
  const { body } = await person.get<{ code: string }>(`/v1/dossiers/${under[0]}`);
  const answer: ContractApi = {
    url: api.url,
    person: { ...person.headers, 'x-tracking-secret': trackingSecret(TRACKING_KEY, under[0]!) },
    client: client.headers,
    known: {
      dossiers: [...under, ...fresh.map(({ dossierId }) => dossierId), body.code],
      codes: [body.code, THREE_LEVELS],
      posts,
      units: [COMMUNE_UNIT],
      agencies: AGENCIES,
      procedures: [THREE_LEVELS],
      tasks: ['receive#1', 'commune-check#1'],
      people: ['bình'],
      versions: [1],
      etags: ['"0"', '"1"', '"2"'],
      // Nobody carries anything there: no relay runs.
      addresses: ['https://hooks.example.org/lienthong'],
    },
  };
  const stop = (): void => void api.close().then(() => process.exit(0));
  process.once('disconnect', stop).once('SIGTERM', stop);
  process.send?.(answer);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
