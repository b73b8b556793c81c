/** What was found of a dossier in the two stores, and done about it. */
export interface Mended {
  /**
   * `well`: both agree; `started`: the workflow was missing and goes on from the log; `followed`: it was behind and
   * has followed the log; `completed`: the log was behind and has been given back what the workflow knew; `closed`:
   * archived, no workflow goes on; `lost`: events that Temporal no longer has are missing for good; `unreadable`: the
   * workflow runs and does not answer; `unknown`: neither store knows the dossier.
   */
  readonly outcome: 'well' | 'started' | 'followed' | 'completed' | 'closed' | 'lost' | 'unreadable' | 'unknown';
  /** Last event of the log, afterwards. */
  readonly seq: number;
  /** What a person must know of it: which events, whose work. Codes, posts and counts only. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Name of the workflow that mends one dossier. */
export const MEND_WORKFLOW = 'mendDossier';
