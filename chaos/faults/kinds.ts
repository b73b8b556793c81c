/**
 * Every kind of fault, how often it is drawn among the others, and what it needs. `wires` are the lines between the
 * installation and its two stores, which can be cut only where the stores run outside of it.
 */
export const FAULT_KINDS = {
  'kill-launcher': { weight: 2 },
  'kill-worker': { weight: 3 },
  'kill-api': { weight: 2 },
  'kill-relay': { weight: 2 },
  'kill-temporal': { weight: 4 },
  'kill-postmaster': { weight: 3 },
  'kill-pg-backend': { weight: 4 },
  'kill-pg-auxiliary': { weight: 2 },
  'kill-everything': { weight: 1 },
  'kill-while-starting': { weight: 1 },
  'term-launcher': { weight: 1 },
  'term-worker': { weight: 1 },
  'term-api': { weight: 1 },
  'term-relay': { weight: 1 },
  'term-temporal': { weight: 1 },
  'term-postmaster': { weight: 1 },
  'term-pg-backend': { weight: 3 },
  'pause-launcher': { weight: 1 },
  'pause-worker': { weight: 3 },
  'pause-api': { weight: 2 },
  'pause-relay': { weight: 1 },
  'pause-temporal': { weight: 3 },
  'pause-postgres': { weight: 3 },
  'pause-pg-backend': { weight: 2 },
  'second-launcher': { weight: 1 },
  'launchers-race': { weight: 1 },
  'second-worker': { weight: 2 },
  'second-relay': { weight: 1 },
  'receiver-down': { weight: 1 },
  'fill-disk': { weight: 1, needs: 'disk' },
  'cut-api': { weight: 2 },
  'slow-api': { weight: 1 },
  'cut-postgres': { weight: 3, needs: 'wires' },
  'slow-postgres': { weight: 2, needs: 'wires' },
  'silence-postgres': { weight: 2, needs: 'wires' },
  'cut-temporal': { weight: 3, needs: 'wires' },
  'slow-temporal': { weight: 2, needs: 'wires' },
  'silence-temporal': { weight: 2, needs: 'wires' },
  'several-at-once': { weight: 4 },
} as const satisfies Readonly<Record<string, { readonly weight: number; readonly needs?: 'wires' | 'disk' }>>;

export type FaultKind = keyof typeof FAULT_KINDS;

export const ALL_KINDS = Object.keys(FAULT_KINDS) as FaultKind[];

export const isFaultKind = (name: string): name is FaultKind => name in FAULT_KINDS;

export const needOf = (kind: FaultKind): 'wires' | 'disk' | undefined => {
  const entry: { readonly weight: number; readonly needs?: 'wires' | 'disk' } = FAULT_KINDS[kind];
  return entry.needs;
};

/** What may strike together with others: short, and leaving the service manager out of it. */
const JOINABLE =
  /^(kill-(worker|api|relay|temporal|postmaster|pg-backend)|pause-(worker|api|temporal|postgres)|(cut|slow)-.*)$/;

export const isJoinable = (kind: FaultKind): boolean => JOINABLE.test(kind);
