import { narrowSpace } from './narrow-space';

/**
 * A share of 1 as per cent: `8.33 %`, `98.5 %`, `25 %`. Three digits that count, no zeros behind them;
 * with `decimals` exactly so many at most.
 */
export function formatShare(share: number, decimals?: number): string {
  if (!Number.isFinite(share)) return '–';
  const percent = share * 100;
  const size = Math.abs(percent);
  const digits = decimals ?? (size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
  return `${Number(percent.toFixed(digits))}${narrowSpace}%`;
}
