import type { z } from 'zod';
import { Retrying, WaitingList, WaitingQuery } from '../../contracts/http/supervision';
import { silentConsultations } from '../../db/reads/silent-consultations';
import { silentHandOvers } from '../../db/reads/silent-hand-overs';
import { unmovedTimers } from '../../db/reads/unmoved-timers';
import { pendingActs, waitingDossiers } from '../../db/reads/waiting-dossiers';
import type { WaitingKey } from '../../db/reads/waiting-dossiers';
import { findUnstartedSubmissions } from '../../db/submit-once';
import { guarded } from '../answers';
import { readerOf } from '../caller';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { retryingWorkflows } from '../retrying';
import { timestamp, timestampOrNull } from '../views/time';
import { ORPHAN_AFTER_MS, WEDGED_AFTER_MS } from './audit';

const OPERATORS: Access = { people: ['control', 'administrator'] };
const tags = ['oversight'];
type Item = z.output<typeof WaitingList>['items'][number];

/** The dossiers behind the counts of /v1/operations, and what is being tried again. */
export async function operationsRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/operations/dossiers',
    { config: { access: OPERATORS }, schema: { tags, summary: 'Dossiers that wait for something, or do not move: ids, and codes for who may read dossiers', querystring: WaitingQuery, response: guarded({ 200: WaitingList }) } },
    async ({ caller, query: { for: waiting, limit, cursor } }) => {
      const db = context.database.as({ ...readerOf(caller), audits: true });
      const after = decodeCursor(cursor, ['number', 'uuid']) as WaitingKey | undefined;
      const mayRead = caller.kind === 'person' && caller.kinds.includes('control');
      const shown = (items: readonly Item[]): Item[] => items.map((item) => (mayRead ? item : { ...item, code: null }));
      if (waiting !== 'person' && waiting !== 'applicant' && waiting !== 'timer') return { items: shown(await bounded(context, db, waiting)), next: null };
      const found = await waitingDossiers(db, { waiting, ...(after === undefined ? {} : { after }), limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const items = page.map(({ dossierId, code, holders, submittedAt, nextDeadlineAt }) => ({ dossierId, code, agencies: [...holders], taskId: null, since: timestamp(submittedAt), next: timestampOrNull(nextDeadlineAt) }));
      return { items: shown(items), next: found.length > limit && last ? encodeCursor([last.submittedAt, last.dossierId]) : null };
    },
  );

  app.get(
    '/v1/operations/retrying',
    { config: { access: OPERATORS }, schema: { tags, summary: 'Dossiers whose work fails and is tried again, and acts that wait to be put before their dossiers', response: guarded({ 200: Retrying }) } },
    async ({ caller }) => {
      const db = context.database.as({ ...readerOf(caller), audits: true });
      const [commands, failing] = await Promise.all([pendingActs(db), retryingWorkflows(context.client)]);
      return {
        ...failing,
        commands: commands.map(({ receivedAt, nextAttemptRealAt, ...act }) => ({ ...act, receivedAt: timestamp(receivedAt), nextAttemptAt: timestamp(nextAttemptRealAt) })),
      };
    },
  );
}

/** What normally is not there: at most some hundreds, the oldest first. */
async function bounded({ clock }: ApiContext, db: ReturnType<ApiContext['database']['as']>, waiting: 'consultation' | 'hand-over' | 'unmoved' | 'unstarted'): Promise<Item[]> {
  const { official, speed } = clock.read();
  switch (waiting) {
    case 'consultation':
      return (await silentConsultations(db, official)).map(({ agency, replyBy, ...at }) => ({ ...at, agencies: [agency], since: timestamp(replyBy), next: null }));
    case 'hand-over':
      return (await silentHandOvers(db)).map(({ agency, acknowledgeBy, ...at }) => ({ ...at, agencies: [agency], since: timestamp(acknowledgeBy), next: null }));
    case 'unmoved':
      return (await unmovedTimers(db, official, WEDGED_AFTER_MS * speed)).map(({ dossierId, code, nextDeadlineAt }) => ({ dossierId, code, agencies: [], taskId: null, since: timestamp(nextDeadlineAt), next: null }));
    case 'unstarted':
      return (await findUnstartedSubmissions(db, ORPHAN_AFTER_MS)).map(({ dossierId, unit, at }) => ({ dossierId, code: null, agencies: [unit], taskId: null, since: timestamp(at), next: null }));
  }
}
