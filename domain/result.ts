import type { Refusal } from './errors';

/** A value, or the reason why there is none. Inside the core errors are values; exceptions begin at the edge. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (refusal: Refusal): Result<never> => ({ ok: false, refusal });
