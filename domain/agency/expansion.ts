import { refusal, type Refusal } from '../errors';
import type { Agency } from './agency';

/** Where in the files something was written: the number of the file, then keys and positions. */
export type FilePath = readonly (string | number)[];

/** Something the expansion of a file made, or why it could not, with its place. */
export type Made = { readonly agency: Agency; readonly at: FilePath } | { readonly refusal: Refusal; readonly at: FilePath };

export interface Expansion {
  readonly agencies: readonly { readonly agency: Agency; readonly at: FilePath }[];
  readonly problems: readonly { readonly refusal: Refusal; readonly at: FilePath }[];
}

/** A name used in a file that the file (or another) does not define. */
export const unknownName = (field: string, value: string, known: readonly string[]): Refusal =>
  refusal('AGENCY_FILE_REFERENCE', { value, known: known.join(', ') || '–' }, field);

/** What a file defines under a name; never what every object inherits, such as `constructor`. */
export const definedAs = <T>(names: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
