import { narrowSpace } from './narrow-space';

const names = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `512 B`, `1.2 MB`, `34 GB`: powers of 1000 (IEC 80000-13). */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  let value = bytes;
  let power = 0;
  while (value >= 999.5 && power < names.length - 1) {
    value /= 1000;
    power++;
  }
  return `${value.toFixed(power > 0 && value < 9.95 ? 1 : 0)}${narrowSpace}${names[power]}`;
}
