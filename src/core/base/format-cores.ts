/** `0.02 of a core`, `1.00 cores`, `3.94 cores`. */
export function formatCoresUsed(cores: number): string {
  if (!Number.isFinite(cores)) return '–';
  const text = cores.toFixed(cores < 99.95 ? 2 : 0);
  return cores < 0.995 ? `${text} of a core` : `${text} cores`;
}
