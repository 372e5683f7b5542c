import { ExtremesIndex } from '../../../../src/core/trace/extremes-index';
import type { IndexedCounter } from '../../../../src/renderer/timeline/band';

/** A counter from its samples: [time, value]. */
export function indexed(samples: readonly (readonly [time: number, value: number])[]): IndexedCounter {
  const columns = {
    time: Float64Array.from(samples, ([time]) => time),
    value: Float64Array.from(samples, ([, value]) => value),
  };
  const index = new ExtremesIndex();
  index.update(columns);
  return { columns, index, max: Math.max(0, ...columns.value) };
}
