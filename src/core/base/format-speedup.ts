/** `3.71×`, `12.4×`, `124×`. */
export function formatSpeedup(speedup: number): string {
  return Number.isFinite(speedup) ? `${digits(speedup)}×` : '–';
}

/** `3.62–3.78`: both ends with the same number of decimals. */
export function formatInterval(low: number, high: number): string {
  const decimals = decimalsOf(Math.max(low, high));
  return `${low.toFixed(decimals)}–${high.toFixed(decimals)}`;
}

const digits = (value: number): string => value.toFixed(decimalsOf(value));
const decimalsOf = (value: number): number => (value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
