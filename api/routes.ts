import type { Api, ApiContext } from './context';
import { sessionRoutes } from './routes/session';
import { oidcRoutes } from './routes/oidc';
import { keySignInRoutes } from './routes/key-sign-in';
import { secondFactorRoutes } from './routes/second-factors';
import { dossierRoutes } from './routes/dossiers';
import { receiptRoutes } from './routes/receipts';
import { actRoutes } from './routes/acts';
import { attachmentRoutes } from './routes/attachments';
import { taskRoutes } from './routes/tasks';
import { noticeRoutes } from './routes/notices';
import { problemRoutes } from './routes/problems';
import { subscriptionRoutes } from './routes/subscriptions';
import { auditRoutes } from './routes/audit';
import { oversightRoutes } from './routes/oversight';
import { operationsRoutes } from './routes/operations';
import { statisticsRoutes } from './routes/statistics';
import { supervisionRoutes } from './routes/supervision';
import { streamRoutes } from './routes/stream';
import { taskPeopleRoutes } from './routes/task-people';
import { trackingRoutes } from './routes/tracking';
import { voiceRoutes } from './routes/voices';
import { procedureRoutes } from './routes/procedures';
import { agencyRoutes } from './routes/agencies';
import { agencyVersionRoutes } from './routes/agency-versions';
import { calendarRoutes } from './routes/calendar';
import { peopleRoutes } from './routes/people';
import { postingRoutes } from './routes/postings';
import { accountRoutes } from './routes/accounts';
import { confirmationRoutes } from './routes/confirmations';
import { clientRoutes } from './routes/clients';
import { personalDataRoutes } from './routes/personal-data';

export async function registerRoutes(app: Api, context: ApiContext): Promise<void> {
  for (const routes of [sessionRoutes, keySignInRoutes, secondFactorRoutes, oidcRoutes, dossierRoutes, receiptRoutes, actRoutes, attachmentRoutes, taskRoutes, subscriptionRoutes, noticeRoutes, problemRoutes, trackingRoutes, voiceRoutes, oversightRoutes, statisticsRoutes, supervisionRoutes, auditRoutes, operationsRoutes, streamRoutes, taskPeopleRoutes, procedureRoutes, agencyRoutes, agencyVersionRoutes, calendarRoutes, peopleRoutes, postingRoutes, accountRoutes, confirmationRoutes, clientRoutes, personalDataRoutes]) await app.register(async (scope) => routes(scope as unknown as Api, context));
}
