/** Nearest-rank quantile of ascending values (Hyndman & Fan 1996, definition 1); NaN without values. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const rank = Math.ceil(share * ascending.length);
  return ascending[Math.min(Math.max(rank, 1), ascending.length) - 1] ?? Number.NaN;
}
