/** One dossier, or its bare counterpart, ready to be driven: its acts, to be done one after the other. */
export interface Drive {
  readonly workflowId: string;
  readonly acts: readonly (() => Promise<void>)[];
}

/** One of the things that are compared. */
export interface Side {
  readonly name: 'dossiers' | 'prepared' | 'bare';
  /** Makes so many, with whatever is not to be measured done already. */
  prepare(count: number): Promise<readonly Drive[]>;
}
