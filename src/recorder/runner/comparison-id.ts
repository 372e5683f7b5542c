import { randomBytes } from 'node:crypto';

/** `20260131-094501-3fa9`: sorts by time, and can be typed. */
export function newComparisonId(now: Date): string {
  const [date, time] = now.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${date}-${time}-${randomBytes(2).toString('hex')}`;
}
