import { blocker } from './blocker';
import { count } from './count';
import { files } from './files';
import { mandelbrot } from './mandelbrot';
import { pbkdf2 } from './pbkdf2';
import { primes } from './primes';
import { requests } from './requests';
import { sharedCounter } from './shared-counter';
import type { Workload } from './workload';

/** In the order they are offered. A new workload is a file of its own and a line here. */
export const workloads: readonly Workload[] = [
  primes,
  mandelbrot,
  requests,
  files,
  pbkdf2,
  sharedCounter,
  blocker,
  count,
];

export const workloadById = (id: string): Workload | undefined => workloads.find((workload) => workload.id === id);

export { isPythonModule, pythonWorkloadById, pythonWorkloads } from './python-workloads';
