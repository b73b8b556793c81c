import type { CookieSerializeOptions } from '@fastify/cookie';

/**
 * As it is called where people reach the server without TLS; over https it has the prefix that binds
 * it to this host.
 */
export const SESSION_COOKIE = 'lienthong_session';
const DEVICE_COOKIE = 'lienthong_device';
const DEVICE_S = 180 * 86_400;

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:');
/** No other host of the domain, and nobody without TLS, can set a cookie of this name. */
const onThisHost = (publicUrl: string, name: string): string => (isHttps(publicUrl) ? `__Host-${name}` : name);

export const sessionCookie = (publicUrl: string): string => onThisHost(publicUrl, SESSION_COOKIE);
export const deviceCookie = (publicUrl: string): string => onThisHost(publicUrl, DEVICE_COOKIE);

/** Out of reach for scripts and other sites. */
export const ofSession = (publicUrl: string): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: isHttps(publicUrl),
});

export const ofDevice = (publicUrl: string): CookieSerializeOptions => ({ ...ofSession(publicUrl), maxAge: DEVICE_S });
