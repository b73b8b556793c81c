/** Whether two values are the same as JSON, in whatever order their fields stand. */
export const sameValue = (a: unknown, b: unknown): boolean => ordered(a) === ordered(b);

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  ) ?? 'undefined';

/** Names of the fields in which two objects differ. */
export const differingFields = (a: object, b: object): readonly string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => !sameValue((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  );
