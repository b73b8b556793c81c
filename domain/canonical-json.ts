/**
 * Canonical JSON of RFC 8785: one text per value, so that a digest of it can be recomputed by anybody, in any language.
 * Written here because the published `canonicalize` package of this generation needs Node 22.
 *
 * Keys are sorted by UTF-16 code units (§3.2.3), which is what `sort()` does; numbers are written as ECMAScript writes
 * them (§3.2.2.3), which is what `JSON.stringify` does. Members that are `undefined` are left out, as in JSON.
 * Throws a TypeError for what is not I-JSON data: a number that is not finite, a lone surrogate, a class instance, a
 * function. That is a mistake of the program, never of a person, so it is not a refusal.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return stringText(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (isPlainObject(value)) return objectText(value);
  throw new TypeError(`canonical JSON has no form for a ${typeof value === 'object' ? 'class instance' : typeof value}`);
};

const LONE_SURROGATE = /\p{Cs}/u;

const numberText = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON has no form for ${value}`);
  return JSON.stringify(value);
};

const stringText = (value: string): string => {
  if (LONE_SURROGATE.test(value)) throw new TypeError('canonical JSON has no form for a lone surrogate');
  return JSON.stringify(value);
};

const objectText = (value: Readonly<Record<string, unknown>>): string => {
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    if (value[key] !== undefined) members.push(`${stringText(key)}:${canonicalJson(value[key])}`);
  }
  return `{${members.join(',')}}`;
};

/** Only the prototype of the outermost realm's literals counts: a Date or a Map would not survive a payload boundary. */
const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};
