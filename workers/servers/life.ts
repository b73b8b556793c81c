/** A part of an installation while it runs: a process of ours, or a server that somebody else runs for us. */
export interface Life {
  /** Undefined for a server of somebody else. */
  readonly pid?: number;
  /** It ran before we came, so that a start that fails leaves it running. */
  readonly found?: boolean;
  /** Resolves when it has ended, and says how. Never for a server of somebody else. */
  readonly ended: Promise<string>;
  /** Rejects where it gives no sign of life within seconds. */
  readonly ask?: () => Promise<void>;
  /** Ends it at once; of a server of somebody else it is missing. */
  readonly kill?: () => Promise<void>;
  /** Stops it cleanly and resolves when it has gone; a server of somebody else is left alone. May be called again. */
  stop(hastily?: boolean): Promise<void>;
}
