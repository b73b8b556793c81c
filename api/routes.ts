import type { Api, ApiContext } from './context';
import { sessionRoutes } from './routes/session';
import { oidcRoutes } from './routes/oidc';
import { dossierRoutes } from './routes/dossiers';
import { actRoutes } from './routes/acts';
import { attachmentRoutes } from './routes/attachments';
import { taskRoutes } from './routes/tasks';
import { noticeRoutes } from './routes/notices';
import { problemRoutes } from './routes/problems';
import { subscriptionRoutes } from './routes/subscriptions';
import { auditRoutes } from './routes/audit';
import { oversightRoutes } from './routes/oversight';
import { statisticsRoutes } from './routes/statistics';
import { streamRoutes } from './routes/stream';
import { taskPeopleRoutes } from './routes/task-people';
import { trackingRoutes } from './routes/tracking';
import { voiceRoutes } from './routes/voices';

export async function registerRoutes(app: Api, context: ApiContext): Promise<void> {
  for (const routes of [sessionRoutes, oidcRoutes, dossierRoutes, actRoutes, attachmentRoutes, taskRoutes, subscriptionRoutes, noticeRoutes, problemRoutes, trackingRoutes, voiceRoutes, oversightRoutes, statisticsRoutes, auditRoutes, streamRoutes, taskPeopleRoutes]) await app.register(async (scope) => routes(scope as unknown as Api, context));
}
