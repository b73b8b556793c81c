/** One try over HTTP, as the client saw it. Status 0: no answer came. */
export interface Try {
  readonly began: number;
  readonly ended: number;
  readonly status: number;
  /** Of a problem. */
  readonly code?: string;
  readonly detail?: string;
  /** Why no answer came. */
  readonly error?: string;
}

/**
 * What an answer tells whoever asked. `unknown`: it may have been done or not, so the same key is asked again.
 * `not-done`: the server says that nothing was done. `aside`: not about the act (signed out, too many requests).
 */
export type Told = 'recorded' | 'pending' | 'refused' | 'unknown' | 'not-done' | 'aside';

export function toldBy({ status, code }: Pick<Try, 'status' | 'code'>): Told {
  if (status === 202) return 'pending';
  if (status >= 200 && status < 300) return 'recorded';
  if (status === 401 || status === 408 || status === 429) return 'aside';
  if (status >= 400 && status < 500) return 'refused';
  return status === 503 && code === 'UNAVAILABLE' ? 'not-done' : 'unknown';
}

/** The answer's name in tables: `503 UNAVAILABLE`, `ECONNREFUSED`. */
export const nameOfAnswer = ({ status, code, error }: Try): string =>
  status === 0 ? (error ?? 'no answer') : [status, ...(status >= 400 && code !== undefined ? [code] : [])].join(' ');
