import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Api, ApiContext } from './context';
import { sessionCookie } from './identity/cookies';

const TAGS = [
  ['identity', 'Signing in and out; machine clients'],
  ['dossiers', 'Submitting, reading and acting on dossiers'],
  ['tasks', "An agency's work list"],
  ['oversight', 'Deadlines, statistics, audit'],
  ['catalogue', 'Procedures, agencies, calendar'],
  ['public', 'For applicants and everybody: tracking, due dates, ratings, complaints'],
  ['personal data', 'What is kept of a citizen: handed over, corrected, erased'],
  ['administration', 'People, clients, publications, subscriptions'],
] as const;

/** OpenAPI 3.1 from the same zod schemas that validate, at /openapi.json, browsable at /docs. */
export async function documentApi(app: Api, { publicUrl }: ApiContext): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'lienthong',
        version: 'v1',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        description:
          'Inter-agency one-stop processing. Times are RFC 3339 with offset, in official time. Every refusal is problem details (RFC 9457) with a stable `code`, in Vietnamese or English by Accept-Language. Acts and submissions need an Idempotency-Key: the same key is the same act. How to begin with curl: docs/api.md.',
      },
      servers: [{ url: publicUrl }],
      tags: TAGS.map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie(publicUrl), description: 'POST /v1/session; a change needs X-CSRF-Token besides' },
          bearer: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/v1/oauth/token', scopes: {} } } },
          receipt: { type: 'apiKey', in: 'header', name: 'X-Tracking-Secret', description: 'The secret on the receipt' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, transformStaticCSP: ownAlone, uiConfig: { deepLinking: true, tryItOutEnabled: true } });
  app.get('/openapi.json', { schema: { hide: true } }, async (_, reply) => reply.type('application/json').send(JSON.stringify(app.swagger())));
}

/** The policy of the documentation's page without the strangers it would let in. */
const ownAlone = (policy: string): string =>
  policy.replace(/ https:(?=[ ;]|$)/g, '').replace(' validator.swagger.io', '').replace("frame-ancestors 'self'", "frame-ancestors 'none'");
