/** Disasters: more than a process is lost. Each is played on an installation that the run populated itself. */
export const DISASTER_NAMES = [
  'wipe-temporal',
  'temporal-older',
  'temporal-older-forks',
  'postgres-older',
  'torn-files',
  'stale-pid',
  'disk-full',
] as const;

export type DisasterName = (typeof DISASTER_NAMES)[number];

export const isDisasterName = (name: string): name is DisasterName =>
  (DISASTER_NAMES as readonly string[]).includes(name);
