import { refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Result } from '../../domain/result';

/** Of an ES module only the type can be imported here; the module itself comes by `import()`. */
type OpenId = typeof import('openid-client', { with: { 'resolution-mode': 'import' } });
type Configuration = Awaited<ReturnType<OpenId['discovery']>>;

export interface IdentityProviderSettings {
  /** Where its discovery document lies; https, or http on this very machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** None: a public client, which PKCE alone protects. */
  readonly clientSecret?: string;
  /** Asked for besides `openid`, separated by spaces; empty asks for nothing else. */
  readonly scopes: string;
  /** Levels of assurance (`acr`) of which the provider must vouch for one; `amr:mfa` means a way of signing in. None: any. */
  readonly levels?: readonly string[];
  /** Where the provider sends people back to; registered there letter by letter. */
  readonly callback: string;
}

/** What must come back with somebody who was sent to the provider. */
export interface Expected {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface ProvenIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Whether a level was demanded, and vouched for. */
  readonly atLevel: boolean;
}

/** The province's or the national identity provider, by OpenID Connect: authorization code with PKCE, state and nonce. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Where to send somebody who wants to sign in. */
  begin(): Promise<Result<{ readonly address: string; readonly expected: Expected }>>;
  /** As whom somebody has come back; `address` is that of the callback with everything the provider added. */
  finish(address: URL, expected: Expected): Promise<Result<ProvenIdentity>>;
  /** Where somebody who has signed out here may sign out at the provider, too; null where it has no such page, or does not answer. */
  endSession(backTo: string): Promise<string | null>;
}

export type ReportTrouble = (trouble: { readonly name: string; readonly code: unknown; readonly message: string }) => void;

const TIMEOUT_S = 5;
/** What the library says of an answer that does not fit what was asked: somebody else's, an old one, or a forged one. */
const NOT_PROVEN = /^OAUTH_(INVALID_RESPONSE|JWT_CLAIM_COMPARISON_FAILED|JWT_TIMESTAMP_CHECK_FAILED)$/;

/** Asks the provider for its addresses when they are first needed, and again as long as it did not answer. */
export function createIdentityProvider({ issuer, clientId, clientSecret, scopes, callback, levels = [] }: IdentityProviderSettings, report: ReportTrouble): IdentityProvider {
  let known: Promise<readonly [OpenId, Configuration]> | undefined;
  const discovered = (): Promise<readonly [OpenId, Configuration]> => {
    known ??= discover(issuer, clientId, clientSecret).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const asking = async <T>(question: (openId: OpenId, configuration: Configuration) => Promise<T> | T): Promise<Result<T>> => {
    try {
      return ok(await question(...(await discovered())));
    } catch (error) {
      if (isNotProven(error)) return refuse(refusal('IDENTITY_NOT_PROVEN'));
      // Not the error as a whole: it holds the provider's answer, and with it tokens.
      const { name, code, message } = error as Error & { code?: unknown };
      report({ name, code, message });
      return refuse(refusal('UNAVAILABLE'));
    }
  };

  return {
    issuer,
    begin: () =>
      asking(async (openId, configuration) => {
        const expected: Expected = { state: openId.randomState(), nonce: openId.randomNonce(), verifier: openId.randomPKCECodeVerifier() };
        const address = openId.buildAuthorizationUrl(configuration, {
          redirect_uri: callback,
          scope: ['openid', ...scopes.split(' ').filter((scope) => scope !== '' && scope !== 'openid')].join(' '),
          state: expected.state,
          nonce: expected.nonce,
          code_challenge: await openId.calculatePKCECodeChallenge(expected.verifier),
          code_challenge_method: 'S256',
          ...acrAsked(levels),
        });
        return { address: address.href, expected };
      }),
    finish: async (address, { state, nonce, verifier }) => {
      const answered = await asking(async (openId, configuration) => {
        const tokens = await openId.authorizationCodeGrant(configuration, address, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
        return tokens.claims()!;
      });
      if (!answered.ok) return answered;
      const { iss: issuer, sub: subject, acr, amr } = answered.value;
      if (levels.length > 0 && !isAtLevel(levels, acr, amr)) return refuse(refusal('IDENTITY_LEVEL', { allowed: levels.join(', ') }));
      return ok({ issuer, subject, atLevel: levels.length > 0 });
    },
    async endSession(backTo) {
      const address = await asking((openId, configuration) =>
        configuration.serverMetadata().end_session_endpoint === undefined ? null : openId.buildEndSessionUrl(configuration, { post_logout_redirect_uri: backTo }).href,
      );
      return address.ok ? address.value : null;
    },
  };
}

async function discover(issuer: string, clientId: string, clientSecret: string | undefined): Promise<readonly [OpenId, Configuration]> {
  const openId: OpenId = await import('openid-client');
  const address = new URL(issuer);
  const onThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
  const configuration = await openId.discovery(address, clientId, undefined, authenticationOf(openId, clientSecret), {
    timeout: TIMEOUT_S,
    // The signature of the identity token is checked as well, not only that it came over TLS from the right server.
    execute: [openId.enableNonRepudiationChecks, ...(onThisMachine ? [openId.allowInsecureRequests] : [])],
  });
  return [openId, configuration];
}

/** HTTP Basic, the standard's default, unless the provider takes the secret in the form only. */
function authenticationOf(openId: OpenId, clientSecret: string | undefined): ReturnType<OpenId['None']> {
  if (clientSecret === undefined) return openId.None();
  const [basic, form] = [openId.ClientSecretBasic(clientSecret), openId.ClientSecretPost(clientSecret)];
  return (server, ...rest) => (server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false ? form : basic)(server, ...rest);
}

function isNotProven(error: unknown): boolean {
  const { name, code, error: answered } = error as { name?: string; code?: unknown; error?: unknown };
  // The provider's own "no": the person declined, or the code was used before.
  if (name === 'AuthorizationResponseError') return answered !== 'temporarily_unavailable' && answered !== 'server_error';
  return answered === 'invalid_grant' || (typeof code === 'string' && NOT_PROVEN.test(code));
}

const AMR = 'amr:';

/** What the provider is asked for; a way of signing in (`amr`) can only be looked at afterwards. */
function acrAsked(levels: readonly string[]): { readonly acr_values?: string } {
  const named = levels.filter((level) => !level.startsWith(AMR));
  return named.length === 0 ? {} : { acr_values: named.join(' ') };
}

/** The token says it, not the request: a provider may ignore what it was asked for. */
function isAtLevel(levels: readonly string[], acr: unknown, amr: unknown): boolean {
  const ways = Array.isArray(amr) ? amr.map((way) => `${AMR}${String(way)}`) : [];
  return levels.some((level) => level === acr || ways.includes(level));
}
