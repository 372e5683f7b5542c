/** `1,234,567`. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',') : '–';
}

/** `1 worker`, `4 workers`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
