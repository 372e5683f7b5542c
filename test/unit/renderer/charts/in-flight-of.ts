import { InFlight } from '../../../../src/core/analysis/in-flight/in-flight';
import { SlicesIndex } from '../../../../src/core/trace/slices-index';
import type { SlicesColumns } from '../../../../src/core/trace/track';

interface Task {
  readonly start: number;
  readonly end: number;
}

/** Slices of one lane that may overlap. */
export function slicesOf(tasks: readonly Task[]): SlicesColumns {
  const sorted = tasks.toSorted((a, b) => a.start - b.start);
  const end = Float64Array.from(sorted, (task) => task.end);
  return {
    start: Float64Array.from(sorted, (task) => task.start),
    end,
    runEnd: end,
    id: new Uint32Array(end.length),
    slot: new Uint16Array(end.length),
    head: new Float32Array(end.length),
    tail: new Float32Array(end.length),
    flags: new Uint8Array(end.length),
  };
}

/** Tasks in flight that give these steps: [time, how many from then on]. */
export function inFlightOf(steps: readonly (readonly [time: number, count: number])[]): InFlight {
  const tasks: Task[] = [];
  const flying: number[] = [];
  for (const [time, count] of steps) {
    while (flying.length < count) flying.push(time);
    while (flying.length > count) tasks.push({ start: flying.pop()!, end: time });
  }
  const columns = slicesOf(tasks);
  const inFlight = new InFlight();
  const open = Float64Array.from(flying).sort();
  inFlight.update({ lanes: [{ columns, overlap: true, index: () => new SlicesIndex(columns) }], open });
  return inFlight;
}
