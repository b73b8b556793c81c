import type { z } from 'zod';
import { Problem } from '../contracts/http/problem';

const PROBLEM = { description: 'Problem details (RFC 9457)', content: { 'application/problem+json': { schema: Problem } } };

type Success = Readonly<Record<number, z.ZodType>>;

/** Every request may be too much at once or too large, or meet a part that is down. */
const ALWAYS = [400, 408, 429, 431, 500, 503] as const;

/** The answers of a route: its own, and the problems it may end with. */
export const answers = <S extends Success>(own: S, ...problems: readonly number[]): S =>
  ({ ...own, ...Object.fromEntries([...ALWAYS, ...problems].map((status) => [status, PROBLEM])) }) as S;
/** For routes that need somebody. */
export const guarded = <S extends Success>(own: S, ...problems: readonly number[]): S => answers(own, 401, 403, ...problems);
