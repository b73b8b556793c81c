import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { Api } from './context';

/** Only what this server itself serves; styles that the component library writes carry the page's nonce. */
const policyFor = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // React writes style attributes through the DOM, which needs no leave; those in server-rendered markup do.
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const YEAR_S = 31_536_000;

/**
 * Serves the portal's built pages. Assets have their content's hash in their name and are kept for ever; the page itself is read
 * anew each time, and stands for every address that the portal's own router knows.
 */
export async function servePortal(app: Api, directory: string): Promise<void> {
  const html = readFileSync(join(directory, 'index.html'), 'utf8');
  await app.register(fastifyStatic, { root: join(directory, 'assets'), prefix: '/assets/', maxAge: YEAR_S * 1_000, immutable: true, setHeaders: (reply) => void reply.setHeader('cache-control', `public, max-age=${YEAR_S}, immutable`), index: false, preCompressed: true });
  const page = (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policyFor(nonce))
      .send(html.replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`));
  };
  for (const url of PAGES) app.get(url, { schema: { hide: true } }, (_, reply) => page(reply));
  // Somebody at a browser who mistyped: the portal says so in its own words.
  app.get('/*', { schema: { hide: true } }, (request, reply) => (request.headers.accept?.includes('text/html') ? page(reply.code(404)) : reply.callNotFound()));
}

/** The addresses of the portal's router (portal/app/router.tsx); any other is not found. */
const PAGES = [
  '/', '/sign-in', '/work', '/reception', '/dossiers', '/dossiers/:reference', '/dossiers/:reference/receipt', '/dossiers/:reference/papers', '/supervision', '/procedures', '/procedures/:code', '/agencies', '/calendar',
  '/people', '/confirmations', '/operations', '/when-ready', '/public-statistics', '/training',
];
