import { DECIDER_IDLE_MS } from '../../db/sessions';

/** What an installation demands of those who sign in. */
export interface SignInSettings {
  /** Whether posts that decide or administer work without a second factor; where it is offered only, they do. */
  readonly secondFactor: 'required' | 'offered';
  /** Under which the secrets of code apps are sealed, and recovery codes are hashed. */
  readonly key: Uint8Array;
  /** How long a session of such a post may be left alone. */
  readonly deciderIdleMs: number;
  /** Somebody has chosen a password of their own: what held the one they were given has had its day. */
  readonly passwordChanged?: (person: string) => void;
}

type Environment = Readonly<Record<string, string | undefined>>;

const [LEAST_IDLE_MIN, MOST_IDLE_MIN] = [5, 720];
const MINUTE_MS = 60_000;

/** From the environment; what stands there wrongly is said at the start, because a guess would let in too many. */
export function signInSettings(
  env: Environment,
  { production, key }: { readonly production: boolean; readonly key: Uint8Array },
): SignInSettings {
  const secondFactor = env['LIENTHONG_SECOND_FACTOR'] ?? (production ? 'required' : 'offered');
  if (secondFactor !== 'required' && secondFactor !== 'offered') {
    throw new Error(`LIENTHONG_SECOND_FACTOR is "${secondFactor}"; it is "required" or "offered"`);
  }
  const minutes = Number(env['LIENTHONG_IDLE_MINUTES'] ?? DECIDER_IDLE_MS / MINUTE_MS);
  if (!Number.isInteger(minutes) || minutes < LEAST_IDLE_MIN || minutes > MOST_IDLE_MIN) {
    const given = env['LIENTHONG_IDLE_MINUTES'];
    throw new Error(
      `LIENTHONG_IDLE_MINUTES is "${given}"; it is a whole number from ${LEAST_IDLE_MIN} to ${MOST_IDLE_MIN}`,
    );
  }
  return { secondFactor, key, deciderIdleMs: minutes * MINUTE_MS };
}
