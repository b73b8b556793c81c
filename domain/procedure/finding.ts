import { refusal, type ErrorCode, type Refusal } from '../errors';

/** Where something stands in a procedure: `['route', 2, 'branches', 0]`. */
export type Path = readonly (string | number)[];

/** Something that keeps a procedure from being published, and where it stands. */
export interface Finding {
  readonly path: Path;
  readonly refusal: Refusal;
}

/** `route[2].branches[0].limit`, as people read it. */
export const pathText = (path: Path): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');

export const finding = (code: ErrorCode, path: Path, details: Refusal['details'] = {}): Finding => ({
  path,
  refusal: refusal(code, details, pathText(path)),
});

/** A list for a message; a dash where there is nothing to list, and the first few of a long one. */
export const listed = (names: Iterable<string>, most = 20): string => {
  const all = [...names];
  return all.length === 0 ? '–' : [...all.slice(0, most), ...(all.length > most ? ['…'] : [])].join(', ');
};
