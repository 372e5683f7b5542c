import { narrowSpace } from './narrow-space';

interface DurationUnit {
  readonly name: string;
  readonly ms: number;
  readonly decimals: (value: number) => number;
}

const units: readonly DurationUnit[] = [
  { name: 'ns', ms: 1e-6, decimals: () => 0 },
  { name: 'µs', ms: 1e-3, decimals: (value) => (value < 10 ? 1 : 0) },
  { name: 'ms', ms: 1, decimals: (value) => (value < 10 ? 1 : 0) },
  { name: 's', ms: 1000, decimals: (value) => (value < 10 ? 2 : 1) },
];

/** `850 µs`, `4.8 ms`, `48 ms`, `2.04 s`, `12.3 s`, `3 min 05 s`, `2 h 05 min`: about three digits that count. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms === 0) return `0${narrowSpace}ms`;
  for (const unit of units) {
    const value = ms / unit.ms;
    // What rounds up to the next unit is written in the next unit: 999.6 ms is 1.00 s.
    const limit = unit.name === 's' ? 59.95 : 999.5;
    if (value < limit) return `${value.toFixed(unit.decimals(value))}${narrowSpace}${unit.name}`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(seconds, 60, 'min', 's');
  return pair(Math.round(seconds / 60), 60, 'h', 'min');
}

/** `2.04 s`, `0.55 s`: always in seconds, for columns that are read against each other. */
export function formatSeconds(ms: number, decimals = 2): string {
  return Number.isFinite(ms) ? `${(ms / 1000).toFixed(decimals)}${narrowSpace}s` : '–';
}

function pair(total: number, base: number, high: string, low: string): string {
  const rest = String(total % base).padStart(2, '0');
  return `${Math.floor(total / base)}${narrowSpace}${high} ${rest}${narrowSpace}${low}`;
}
