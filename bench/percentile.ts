/** The nearest-rank percentile: the smallest value that at least this share of all values does not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
};

export const rounded = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The middle value; of an even number of them the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return ((below ?? 0) + (above ?? 0)) / 2;
};
