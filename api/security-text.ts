import type { Api } from './context';

/** What a page says of how long it holds (RFC 9116): it is made anew for whoever asks. */
const HOLDS_DAYS = 90;

/** `/.well-known/security.txt`: where to tell of a weakness. */
export function securityText(app: Api, publicUrl: string, contact: string): void {
  app.get('/.well-known/security.txt', { schema: { hide: true } }, async (_, reply) => {
    const expires = new Date();
    expires.setUTCDate(expires.getUTCDate() + HOLDS_DAYS);
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: vi, en',
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ];
    return reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`);
  });
}
