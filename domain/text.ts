/** What people read, in both languages. Vietnamese is the official one. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/** How sure we are of a fact of the catalogue: high, medium, low (the marks of the sources' own quality). */
export type Confidence = 'H' | 'M' | 'L';

/** Where a fact of the catalogue comes from. `assumed` lists the fields nobody has confirmed; they are shown as assumed. */
export interface Provenance {
  readonly source: readonly string[];
  readonly confidence: Confidence;
  readonly assumed?: readonly string[];
  readonly note?: string;
}

/** Whether somebody who reads it is told anything: a letter or a digit, of whatever script, that can be seen. */
export const saysSomething = (text: string): boolean =>
  /[\p{L}\p{N}]/u.test(text.replace(/\p{Default_Ignorable_Code_Point}/gu, ''));
