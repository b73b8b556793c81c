/** How a series is drawn: told apart without colour. */
export type Pattern = 'solid' | 'hatched' | 'hollow' | 'dotted';

export interface Series {
  readonly key: string;
  readonly label: string;
  readonly pattern: Pattern;
}
