import type { LostCounts } from '../../core/trace/run';

/**
 * @param records of the scheduler that the kernel dropped
 * @param untold by kind; null: not counted, and so their sum is not known
 */
export function lostCounts(
  records: number,
  untold: Readonly<Record<string, number | null>>,
  samples: number | null,
): LostCounts {
  let events: number | null = records;
  for (const count of Object.values(untold)) events = events === null || count === null ? null : events + count;
  return {
    events: events === null ? null : Math.min(events, Number.MAX_SAFE_INTEGER),
    samples,
    ...(Object.keys(untold).length === 0 ? {} : { untold }),
  };
}
