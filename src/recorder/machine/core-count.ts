import { availableParallelism, cpus } from 'node:os';
import { onlineCpus } from '../scheduler/perf/perf-source';

/** Logical cores of the machine, also those that this process may not use; Node knows of none where there is no /proc. */
export function coreCount(known = cpus().length): number {
  if (known > 0) return known;
  try {
    return onlineCpus().length;
  } catch {
    return availableParallelism();
  }
}
